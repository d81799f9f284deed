package org.coverslip.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.coverslip.RefusedException;
import org.coverslip.network.Device;
import org.coverslip.network.ElementType;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.proto.DataType;

/** What a loaded network promises: types, checks of its inputs, threads, closing. */
class TensorFlowNetworkTest {

    private final TensorFlowEngine engine = new TensorFlowEngine();

    @TempDir Path temp;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNSUPPORTED")
    void everyTypeComesOutAsItWentIn(ElementType type) {
        Tensor limits =
                Tensor.of(new double[] {-1e9, -129, -1, 0, 1, 200, 70000, 1e9}, 2, 4).to(type);
        DataType name = DataType.forNumber(ElementTypes.number(type));
        try (Network network = open(ModelWriter.identity(name))) {
            assertThat(network.inputs().get(0).type()).isEqualTo(type);
            assertThat(network.run(Map.of("x", limits)).get("y")).isEqualTo(limits);
            Tensor empty = Tensor.of(new float[0], 0, 4).to(type);
            assertThat(network.run(Map.of("x", empty)).get("y")).isEqualTo(empty);
        }
    }

    @Test
    void largeIntegersKeepEveryDigit() {
        Tensor exact = Tensor.of(new long[] {Long.MAX_VALUE, (1L << 53) + 1}, 2);
        try (Network network = open(ModelWriter.identity(DataType.DT_INT64))) {
            assertThat(network.run(Map.of("x", exact)).get("y")).isEqualTo(exact);
        }
    }

    @Test
    void anInputThatIsMissingUnknownOrOfAnotherShapeIsNamed() {
        ModelWriter model = ModelWriter.halfPlusTwo();
        var signature = model.graph.getSignatureDefOrThrow("serving_default").toBuilder();
        var x = signature.getInputsOrThrow("x").toBuilder();
        x.getTensorShapeBuilder().setUnknownRank(false).addDimBuilder().setSize(-1);
        x.getTensorShapeBuilder().addDimBuilder().setSize(3);
        model.graph.putSignatureDef("serving_default", signature.putInputs("x", x.build()).build());
        try (Network network = open(model)) {
            Tensor row = Tensor.of(new float[3], 1, 3);
            assertThat(network.inputs()).hasToString("[x float32 [?,3]]");
            assertThat(network.run(Map.of("x", row)).get("y").get(0)).isEqualTo(2);
            refused(network, Map.of(), "input \"x\" is missing");
            refused(network, Map.of("x", row, "z", row), "it has no input \"z\"");
            refused(network, Map.of("x", row.reshape(3)), "takes shape [?,3] and was given [3]");
            refused(network, Map.of("x", row.reshape(3, 1)), "was given [3,1]");
        }
    }

    @Test
    void aFailureInTheGraphIsToldInTensorFlowsOwnFirstLine() {
        ModelWriter model = ModelWriter.halfPlusTwo();
        model.node("sum", "MatMul", "x", "x").putAttr("T", ModelWriter.type(DataType.DT_FLOAT));
        model.signature("serving_default", "x", "sum", DataType.DT_FLOAT);
        try (Network network = open(model)) {
            Tensor wide = Tensor.of(new float[6], 2, 3);
            refused(network, Map.of("x", wide), "Matrix size-incompatible: In[0]: [2,3], In[1]:");
        }
    }

    @Test
    void aResultThatDoesNotFitIntoMemoryIsRefusedAndTheNextCallWorks() {
        ModelWriter model = ModelWriter.halfPlusTwo();
        model.node("shape", "Cast", "x")
                .putAttr("SrcT", ModelWriter.type(DataType.DT_FLOAT))
                .putAttr("DstT", ModelWriter.type(DataType.DT_INT64));
        model.node("fill", "Fill", "shape", "two")
                .putAttr("T", ModelWriter.type(DataType.DT_FLOAT))
                .putAttr("index_type", ModelWriter.type(DataType.DT_INT64));
        model.signature("serving_default", "x", "fill", DataType.DT_FLOAT);
        try (Network network = open(model)) {
            Tensor huge = Tensor.of(new float[] {1 << 24, 1 << 24, 1 << 4}, 3);
            refused(network, Map.of("x", huge), "use a smaller batch or tile");
            Tensor small = Tensor.of(new float[] {2, 2}, 2);
            assertThat(network.run(Map.of("x", small)).get("y").size()).isEqualTo(4);
        }
    }

    @Test
    void closingTwiceIsFineAndAClosedNetworkSaysSo() {
        Network network = open(ModelWriter.halfPlusTwo());
        network.close();
        network.close();
        assertThatThrownBy(() -> network.run(Map.of("x", Tensor.of(new float[1], 1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
    }

    @Test
    void closingWaitsForThoseWhoStillRun() throws Exception {
        for (int round = 0; round < 20; round++) {
            Network network = open(ModelWriter.halfPlusTwo());
            var pool = Executors.newFixedThreadPool(4);
            CountDownLatch running = new CountDownLatch(4);
            Tensor x = Tensor.of(new float[100_000], 100_000);
            for (int i = 0; i < 4; i++)
                pool.submit(
                        () -> {
                            network.run(Map.of("x", x));
                            running.countDown();
                            while (true) network.run(Map.of("x", x));
                        });
            assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
            network.close();
            pool.shutdown();
            assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void withoutAGpuAutoRunsOnTheCpuAndAskingForOneIsRefused() {
        Path model = ModelWriter.halfPlusTwo().write(temp);
        try (Network network = engine.open(model, NetworkOptions.DEFAULT.withDevice(Device.CPU))) {
            assertThat(network.device()).isEqualTo(Device.CPU);
        }
        org.junit.jupiter.api.Assumptions.assumeFalse(
                Natives.builtForGpu(), "skipped: these natives may find a GPU");
        try (Network network = engine.open(model, NetworkOptions.DEFAULT)) {
            assertThat(network.device()).isEqualTo(Device.CPU);
        }
        Device gpu = Device.parse("gpu:1");
        assertThatThrownBy(() -> engine.open(model, NetworkOptions.DEFAULT.withDevice(gpu)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("device=gpu:1: the TensorFlow that is installed is built for")
                .hasMessageEndingWith("or use device=cpu.");
    }

    @Test
    void aGraphWithTheNameOfAGpuOnItsNodesRunsOnTheCpu() {
        ModelWriter model = ModelWriter.halfPlusTwo();
        var placed = GraphRewrite.placedOn(model.graph.build(), Device.parse("gpu:1"));
        model.graph.clear().mergeFrom(placed);
        NetworkOptions cpu = NetworkOptions.DEFAULT.withDevice(Device.CPU).withThreads(1);
        try (Network network = engine.open(model.write(temp), cpu)) {
            Tensor four = Tensor.of(new float[] {4}, 1);
            assertThat(network.run(Map.of("x", four)).get("y").get(0)).isEqualTo(4);
            assertThat(network.device()).isEqualTo(Device.CPU);
        }
    }

    private Network open(ModelWriter model) {
        return engine.open(model.write(temp), NetworkOptions.DEFAULT);
    }

    private static void refused(Network network, Map<String, Tensor> inputs, String why) {
        assertThatThrownBy(() -> network.run(inputs))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }
}
