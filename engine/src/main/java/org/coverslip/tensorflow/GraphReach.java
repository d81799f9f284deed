package org.coverslip.tensorflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.tensorflow.proto.NodeDef;

/**
 * Everything that can run when some tensors or operations of a main graph are asked for: their
 * inputs and control dependencies back to the tensors that are fed, and every function called on
 * the way. A function that is reached counts as a whole, since TensorFlow runs its stateful
 * operations whether or not their results are used.
 */
final class GraphReach {

    private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");

    private record Call(GraphBody from, List<String> arguments) {}

    private final GraphBody main;
    private final FunctionLibrary library;
    private final Set<String> fed = new HashSet<>();
    private final Set<NodeDef> nodes = new LinkedHashSet<>();
    private final Map<String, List<Call>> functions = new LinkedHashMap<>();
    private final Deque<String> pending = new ArrayDeque<>();

    /**
     * @param fed tensors that are given a value from outside, as {@code node:index}
     */
    GraphReach(GraphBody main, FunctionLibrary library, Collection<String> fed) {
        this.main = main;
        this.library = library;
        for (String tensor : fed) this.fed.add(GraphBody.canonical(tensor));
    }

    /** Adds what running these tensors or operations reaches. */
    GraphReach from(Collection<String> roots) {
        Set<String> seen = new HashSet<>();
        for (String root : roots) enter(root, seen);
        while (!pending.isEmpty()) {
            NodeDef node = main.nodes().get(pending.pop());
            if (node == null || !nodes.add(node)) continue;
            for (String input : node.getInputList()) enter(input, seen);
            calls(main, node);
        }
        return this;
    }

    private void enter(String tensor, Set<String> seen) {
        if (fed.contains(GraphBody.canonical(tensor))) return;
        String node = GraphBody.nodeOf(tensor);
        if (seen.add(node)) pending.push(node);
    }

    private void calls(GraphBody body, NodeDef node) {
        Deque<Map.Entry<GraphBody, NodeDef>> todo = new ArrayDeque<>();
        todo.push(Map.entry(body, node));
        while (!todo.isEmpty()) {
            GraphBody in = todo.peek().getKey();
            NodeDef caller = todo.pop().getValue();
            Set<String> names = library.named(caller.getAttrMap().values());
            boolean direct = CALLS.contains(caller.getOp()) && names.size() == 1;
            if (library.has(caller.getOp())) names.add(caller.getOp());
            direct |= names.size() == 1 && names.contains(caller.getOp());
            Call call = new Call(in, direct ? GraphBody.data(caller) : null);
            for (String name : names) reach(name, call, todo);
        }
    }

    private void reach(String name, Call call, Deque<Map.Entry<GraphBody, NodeDef>> todo) {
        if (!library.has(name)) return;
        boolean known = functions.containsKey(name);
        functions.computeIfAbsent(name, k -> new ArrayList<>()).add(call);
        if (known) return;
        GraphBody body = library.body(name);
        for (NodeDef inside : body.nodes().values()) todo.push(Map.entry(body, inside));
        for (String other : library.related(name))
            if (!other.equals(name)) reach(other, new Call(body, null), todo);
    }

    /** Hands over every reached node with the body it stands in. */
    void forEach(BiConsumer<GraphBody, NodeDef> visitor) {
        nodes.forEach(node -> visitor.accept(main, node));
        functions
                .keySet()
                .forEach(
                        name -> {
                            GraphBody body = library.body(name);
                            body.nodes().values().forEach(node -> visitor.accept(body, node));
                        });
    }

    /**
     * Whether a tensor is, on every way it can be reached, one of those fed from outside: directly,
     * through {@code Identity}, or as the argument of a function.
     */
    boolean isFed(GraphBody body, String tensor) {
        return isFed(body, tensor, new HashMap<>());
    }

    private boolean isFed(GraphBody body, String tensor, Map<String, Boolean> assumed) {
        for (Set<String> passed = new HashSet<>(); passed.add(tensor); ) {
            if (body.isMain() && fed.contains(GraphBody.canonical(tensor))) return true;
            int argument = body.arguments().indexOf(tensor);
            if (argument >= 0) return everyCallerFeeds(body, argument, assumed);
            NodeDef node = body.nodes().get(GraphBody.nodeOf(tensor));
            if (node == null || !node.getOp().equals("Identity") || node.getInputCount() == 0)
                return false;
            tensor = node.getInput(0);
        }
        return false;
    }

    private boolean everyCallerFeeds(GraphBody body, int argument, Map<String, Boolean> assumed) {
        String key = argument + " " + body.function();
        // NB: a function that calls itself with its own argument proves nothing against it.
        Boolean known = assumed.putIfAbsent(key, true);
        if (known != null) return known;
        boolean all = true;
        for (Call call : functions.get(body.function())) {
            all =
                    all
                            && call.arguments() != null
                            && argument < call.arguments().size()
                            && isFed(call.from(), call.arguments().get(argument), assumed);
        }
        assumed.put(key, all);
        return all;
    }
}
