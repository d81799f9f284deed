package org.coverslip.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.coverslip.network.Device;
import org.junit.jupiter.api.Test;

/** What TensorFlow is told about devices and threads. */
class SessionConfigTest {

    private static final Device SECOND_GPU = Device.parse("gpu:1");

    @Test
    void onTheCpuNoGpuIsTouched() {
        var config = SessionConfig.of(Device.CPU, 0);
        assertThat(config.getDeviceCountMap()).containsEntry("GPU", 0);
        assertThat(config.getIntraOpParallelismThreads()).isZero();
        assertThat(config.getAllowSoftPlacement()).isTrue();
    }

    @Test
    void onAGpuMemoryGrowsAsNeededAndGpusKeepTheirNumbers() {
        var config = SessionConfig.of(SECOND_GPU, 3);
        assertThat(config.getDeviceCountMap()).isEmpty();
        assertThat(config.getGpuOptions().getAllowGrowth()).isTrue();
        assertThat(config.getGpuOptions().getVisibleDeviceList()).isEmpty();
        assertThat(config.getAllowSoftPlacement()).isTrue();
        assertThat(config.getIntraOpParallelismThreads()).isEqualTo(3);
    }

    @Test
    void anotherGpuThanTheFirstIsChosenOnTheNodesThatNameNone() {
        ModelWriter model = ModelWriter.halfPlusTwo();
        model.node("pinned", "NoOp").setDevice("/device:CPU:0");
        var placed = GraphRewrite.placedOn(model.graph.build(), SECOND_GPU).getGraphDef();
        assertThat(placed.getNodeList())
                .allSatisfy(
                        node ->
                                assertThat(node.getDevice())
                                        .isEqualTo(
                                                node.getName().equals("pinned")
                                                        ? "/device:CPU:0"
                                                        : "/device:GPU:1"));
    }
}
