package org.coverslip.tensorflow;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * The nodes of a main graph or of one function, by name.
 *
 * @param function name of the function; empty for the main graph
 * @param arguments names of the function's arguments in order; empty for the main graph, and for a
 *     function whose arguments are lists, which cannot be told apart by position
 */
record GraphBody(String function, List<String> arguments, Map<String, NodeDef> nodes) {

    static GraphBody of(GraphDef graph) {
        return new GraphBody("", List.of(), byName(graph.getNodeList()));
    }

    static GraphBody of(FunctionDef function) {
        var arguments = function.getSignature().getInputArgList();
        boolean lists =
                arguments.stream()
                        .anyMatch(
                                a ->
                                        !a.getNumberAttr().isEmpty()
                                                || !a.getTypeListAttr().isEmpty());
        return new GraphBody(
                function.getSignature().getName(),
                lists ? List.of() : arguments.stream().map(a -> a.getName()).toList(),
                byName(function.getNodeDefList()));
    }

    private static Map<String, NodeDef> byName(Collection<NodeDef> nodes) {
        Map<String, NodeDef> map = new HashMap<>(2 * nodes.size());
        // NB: a second node of the same name must not hide the first from the check.
        for (NodeDef node : nodes)
            for (String key = node.getName(); map.putIfAbsent(key, node) != null; key += "'") {}
        return map;
    }

    boolean isMain() {
        return function.isEmpty();
    }

    /** The node's inputs without control dependencies, which come last. */
    static List<String> data(NodeDef node) {
        return node.getInputList().stream().filter(i -> !i.startsWith("^")).toList();
    }

    /** Name of the node that an input, output or control dependency belongs to. */
    static String nodeOf(String tensor) {
        int from = tensor.startsWith("^") ? 1 : 0;
        int colon = tensor.indexOf(':');
        return tensor.substring(from, colon < 0 ? tensor.length() : colon);
    }

    /** {@code node} as {@code node:0}, so that two spellings of one tensor are equal. */
    static String canonical(String tensor) {
        return tensor.indexOf(':') < 0 && !tensor.startsWith("^") ? tensor + ":0" : tensor;
    }
}
