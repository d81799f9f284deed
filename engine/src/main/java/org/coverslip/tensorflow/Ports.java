package org.coverslip.tensorflow;

import ai.djl.tensorflow.engine.javacpp.JavacppUtils;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.coverslip.RefusedException;
import org.coverslip.network.TensorInfo;
import org.coverslip.tensorflow.gradient.LoadedGraph;
import org.coverslip.tensorflow.inline.Wire;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.global.tensorflow;

/**
 * Where the inputs or outputs of a signature are attached to a graph.
 *
 * @param operations the operation that each tensor comes out of
 * @param indices which of its outputs each tensor is
 */
record Ports(TF_Operation[] operations, int[] indices) {

    /**
     * @param tensors those to attach, found in the graph by name and never by position
     * @param names of the tensors in the graph, by key
     * @throws RefusedException if the graph has no such tensor, or one of another type: TensorFlow
     *     Serving's own examples hold a signature that declares a text input as float
     */
    static Ports of(
            Path path,
            TF_Graph graph,
            List<TensorInfo> tensors,
            Map<String, org.tensorflow.proto.TensorInfo> names) {
        TF_Operation[] operations = new TF_Operation[tensors.size()];
        int[] indices = new int[tensors.size()];
        for (int i = 0; i < indices.length; i++) {
            TensorInfo tensor = tensors.get(i);
            String name = names.get(tensor.name()).getName();
            var port = JavacppUtils.getGraphOperationByName(graph, name);
            operations[i] = port.getKey();
            indices[i] = port.getValue();
            if (!fits(tensor, operations[i], indices[i]))
                throw new RefusedException(
                        path,
                        "the graph's tensor \""
                                + name
                                + "\" is not what the signature says ("
                                + tensor
                                + ")",
                        "name another signature or export the model again");
        }
        return new Ports(operations, indices);
    }

    /** Where tensors of a graph are. */
    static Ports of(LoadedGraph graph, List<Wire> wires) {
        TF_Operation[] operations = new TF_Operation[wires.size()];
        for (int i = 0; i < operations.length; i++)
            operations[i] = graph.operation(wires.get(i).node());
        return new Ports(operations, wires.stream().mapToInt(Wire::index).toArray());
    }

    /** These, and then others. */
    Ports and(Ports others) {
        TF_Operation[] all = Arrays.copyOf(operations, operations.length + others.indices.length);
        System.arraycopy(others.operations, 0, all, operations.length, others.operations.length);
        int[] both = Arrays.copyOf(indices, all.length);
        System.arraycopy(others.indices, 0, both, indices.length, others.indices.length);
        return new Ports(all, both);
    }

    private static boolean fits(TensorInfo tensor, TF_Operation operation, int index) {
        if (index < 0 || index >= tensorflow.TF_OperationNumOutputs(operation)) return false;
        try (PointerScope scope = new PointerScope()) {
            TF_Output output = new TF_Output().oper(operation).index(index);
            int type = tensorflow.TF_OperationOutputType(output);
            // NB: a TF1 variable is a reference type, 100 above the plain one.
            return ElementTypes.of(type > 100 ? type - 100 : type) == tensor.type();
        }
    }
}
