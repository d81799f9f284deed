package org.coverslip.tensorflow;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;
import org.coverslip.network.ElementType;
import org.coverslip.network.Signature;
import org.coverslip.network.TensorInfo;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;

/**
 * Checks that a model names only what its graph has. DJL looks these names up after TensorFlow has
 * loaded the model, and where one is missing it would leave the native session open.
 */
final class Integrity {

    private static final String INIT = "__saved_model_init_op";
    private static final List<String> MAIN = List.of("saved_model_main_op", "legacy_init_op");
    private static final String TABLES = "table_initializer";

    private final SavedModelFolder model;
    private final Set<String> nodes;

    private Integrity(SavedModelFolder model) {
        this.model = model;
        nodes =
                model.graph().getGraphDef().getNodeList().stream()
                        .map(NodeDef::getName)
                        .collect(Collectors.toCollection(HashSet::new));
    }

    /**
     * @return the outputs of the signature that hold numbers or truth values
     * @throws RefusedException if a tensor or operation is missing, an input takes another type, or
     *     no output is left
     */
    static List<TensorInfo> check(SavedModelFolder model, Signature signature) {
        Integrity integrity = new Integrity(model);
        integrity.initialisation();
        return integrity.ports(signature);
    }

    private void initialisation() {
        MetaGraphDef graph = model.graph();
        SignatureDef init = graph.getSignatureDefMap().get(INIT);
        if (init != null && !init.containsOutputs(INIT)) throw damaged(INIT);
        for (String key : MAIN) {
            List<String> operations = collection(key);
            if (graph.containsCollectionDef(key) && operations.size() != 1) throw damaged(key);
            present(operations);
        }
        present(collection(TABLES));
    }

    private List<String> collection(String key) {
        return model.graph()
                .getCollectionDefOrDefault(key, CollectionDef.getDefaultInstance())
                .getNodeList()
                .getValueList();
    }

    private List<TensorInfo> ports(Signature signature) {
        SignatureDef definition = Signatures.definition(model.graph(), signature);
        for (TensorInfo input : signature.inputs())
            if (input.type() == ElementType.UNSUPPORTED)
                throw refused(
                        signature,
                        "input \"" + input.name() + "\" takes neither numbers nor truth values");
        List<TensorInfo> outputs =
                signature.outputs().stream()
                        .filter(o -> o.type() != ElementType.UNSUPPORTED)
                        .toList();
        if (outputs.isEmpty()) throw refused(signature, "no output holds numbers");
        for (var port : definition.getInputsMap().values()) attached(signature, port.getName());
        for (var port : definition.getOutputsMap().values()) attached(signature, port.getName());
        return outputs;
    }

    private void attached(Signature signature, String tensor) {
        if (!nodes.contains(GraphBody.nodeOf(tensor)))
            throw refused(signature, "\"" + tensor + "\" is not in the graph");
    }

    private void present(Collection<String> operations) {
        for (String operation : operations)
            if (!nodes.contains(operation)) throw damaged(operation);
    }

    private RefusedException damaged(String name) {
        return new RefusedException(
                model.path(),
                "how it is initialised (" + name + ") is not in the graph",
                "export the model again");
    }

    private RefusedException refused(Signature signature, String fault) {
        return new RefusedException(
                model.path(),
                "in signature " + signature.key() + " " + fault,
                "name another of its signatures "
                        + Signatures.of(model.graph()).stream().map(Signature::key).toList());
    }
}
