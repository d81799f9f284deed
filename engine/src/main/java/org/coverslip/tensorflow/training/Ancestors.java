package org.coverslip.tensorflow.training;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * What a node is computed from. NB: TensorFlow gives the gradient by something that the loss does
 * not depend on as a reference to nothing, which fails much later.
 */
final class Ancestors {

    private Ancestors() {}

    /** Names of all nodes that this one needs, itself included. */
    static Set<String> of(GraphDef graph, String node) {
        Map<String, NodeDef> nodes = new HashMap<>();
        graph.getNodeList().forEach(n -> nodes.put(n.getName(), n));
        Set<String> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        open.push(node);
        while (!open.isEmpty()) {
            String name = open.pop().replaceFirst("^\\^", "").replaceFirst(":\\d+$", "");
            if (found.add(name)) nodes.get(name).getInputList().forEach(open::push);
        }
        return found;
    }
}
