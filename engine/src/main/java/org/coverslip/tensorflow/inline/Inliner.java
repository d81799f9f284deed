package org.coverslip.tensorflow.inline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Puts the bodies of functions in the place of their calls, calls inside calls too, and leaves away
 * control edges and whatever the outputs do not need. TensorFlow cannot differentiate through a
 * call, nor fetch what is computed inside.
 *
 * <p>{@code If}, {@code While} and their like stay as they are: they can run, but not be
 * differentiated.
 */
public final class Inliner {

    private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");

    // NB: a few functions that call each other twice unfold to any number of nodes. The largest
    // published image networks have about 20000.
    private static final int MOST_NODES = 300_000;
    private static final int DEEPEST = 64;

    private final Operations operations;
    private final Map<String, FunctionDef> functions = new HashMap<>();
    private final FunctionBody main;
    private final Set<Wire> fed;
    private final FlatGraph.Builder result;

    private Inliner(GraphDef graph, Operations operations, Collection<Wire> fed) {
        this.operations = operations;
        this.fed = Set.copyOf(fed);
        main = FunctionBody.main(graph.getNodeList());
        for (FunctionDef function : graph.getLibrary().getFunctionList())
            functions.put(function.getSignature().getName(), function);
        result = new FlatGraph.Builder(main.nodes().keySet());
    }

    /**
     * Flattens what lies between some tensors and others.
     *
     * @param fed tensors that are given a value from outside
     * @param outputs tensors that are wanted
     * @throws Unfit if the graph is damaged, recursive, loops, or assigns to its variables on the
     *     way
     */
    public static FlatGraph flatten(
            GraphDef graph, Operations operations, Collection<Wire> fed, Collection<Wire> outputs) {
        Inliner inliner = new Inliner(graph, operations, fed);
        Map<Wire, Wire> found = new LinkedHashMap<>();
        List<Wire> wanted = List.copyOf(outputs);
        List<Wire> flat =
                inliner.unfold(inliner.main, wanted.stream().map(Wire::toString).toList(), 0);
        for (int i = 0; i < flat.size(); i++) found.put(wanted.get(i), flat.get(i));
        return inliner.result.build(inliner.fed, found);
    }

    /** Adds everything that some tensors of a body need; gives where they are found. */
    private List<Wire> unfold(FunctionBody body, List<String> wanted, int depth) {
        if (depth > DEEPEST) throw new Unfit("its functions are nested too deeply");
        Placed placed = new Placed(new HashMap<>(), new HashMap<>());
        for (NodeDef node : ordered(body, wanted)) {
            List<Wire> inputs = new ArrayList<>();
            for (String input : node.getInputList())
                if (!input.startsWith("^")) inputs.add(resolve(body, input, placed));
            String function = callee(node);
            if (function != null)
                placed.calls().put(node.getName(), call(body, node, function, inputs, depth));
            else placed.names().put(node.getName(), add(body, node, inputs));
        }
        return wanted.stream().map(tensor -> resolve(body, tensor, placed)).toList();
    }

    /** Where the nodes of a body went: under which name, or in the place of which tensors. */
    private record Placed(Map<String, String> names, Map<String, List<Wire>> calls) {}

    private String add(FunctionBody body, NodeDef node, List<Wire> inputs) {
        if (result.size() >= MOST_NODES)
            throw new Unfit("its functions unfold to more than " + MOST_NODES + " operations");
        NodeDef.Builder copy =
                NodeDef.newBuilder()
                        .setOp(node.getOp())
                        .setDevice(device(body, node))
                        .putAllAttr(body.attributes(node));
        for (Wire input : inputs) copy.addInput(input.toString());
        // NB: a control edge of the main graph may lead to a call, which would then be run beside
        // its own body.
        boolean kept =
                body.isMain() && node.getInputList().stream().noneMatch(i -> i.startsWith("^"));
        return result.add(copy.setName(body.path() + node.getName()), kept);
    }

    private String callee(NodeDef node) {
        if (CALLS.contains(node.getOp())) {
            String name =
                    node.getAttrOrDefault("f", AttrValue.getDefaultInstance()).getFunc().getName();
            if (!functions.containsKey(name))
                throw new Unfit("it calls the function \"" + name + "\", which it does not hold");
            return name;
        }
        return functions.containsKey(node.getOp()) ? node.getOp() : null;
    }

    private List<Wire> call(
            FunctionBody caller, NodeDef node, String name, List<Wire> inputs, int depth) {
        FunctionDef function = functions.get(name);
        Map<String, AttrValue> attributes = new HashMap<>(caller.attributes(node));
        AttrValue f = attributes.get("f");
        if (CALLS.contains(node.getOp()) && f != null) attributes.putAll(f.getFunc().getAttrMap());
        String path = caller.path() + node.getName() + "/";
        FunctionBody body =
                FunctionBody.of(path, device(caller, node), function, inputs, attributes);
        List<String> returned = new ArrayList<>();
        for (var output : function.getSignature().getOutputArgList()) {
            if (Operations.count(output, attributes, function.getSignature()) != 1)
                throw new Unfit("its function \"" + name + "\" returns a list");
            String tensor = function.getRetMap().get(output.getName());
            if (tensor == null) throw new Unfit("its function \"" + name + "\" is damaged");
            returned.add(tensor);
        }
        return unfold(body, returned, depth + 1);
    }

    private static String device(FunctionBody body, NodeDef node) {
        return node.getDevice().isEmpty() ? body.device() : node.getDevice();
    }

    /** The nodes of a body that some tensors need, each after those it reads. */
    private List<NodeDef> ordered(FunctionBody body, List<String> wanted) {
        List<NodeDef> order = new ArrayList<>();
        Set<String> done = new HashSet<>();
        Set<String> open = new HashSet<>();
        Deque<String> stack = new ArrayDeque<>();
        for (String tensor : wanted) {
            enter(body, tensor, done, stack);
            while (!stack.isEmpty()) {
                String name = stack.peek();
                NodeDef node = body.nodes().get(name);
                if (node == null) throw new Unfit("its node \"" + name + "\" is missing");
                if (done.contains(name)) {
                    stack.pop();
                } else if (open.add(name)) {
                    List<String> inputs = node.getInputList();
                    for (int i = inputs.size() - 1; i >= 0; i--) {
                        String input = inputs.get(i);
                        if (input.startsWith("^")) refuseAssignment(body, input.substring(1));
                        else if (open.contains(node(input))
                                && !done.contains(node(input))
                                && !outside(body, input)) throw loop(node);
                        else enter(body, input, done, stack);
                    }
                } else {
                    stack.pop();
                    done.add(name);
                    order.add(node);
                }
            }
        }
        return order;
    }

    private static Unfit loop(NodeDef node) {
        return new Unfit("its graph has a loop at \"" + node.getName() + "\"");
    }

    private void enter(FunctionBody body, String tensor, Set<String> done, Deque<String> stack) {
        if (!outside(body, tensor) && !done.contains(node(tensor))) stack.push(node(tensor));
    }

    private boolean outside(FunctionBody body, String tensor) {
        return body.isMain()
                ? fed.contains(Wire.of(tensor))
                : body.arguments().containsKey(node(tensor));
    }

    private static String node(String tensor) {
        int colon = tensor.indexOf(':');
        return colon < 0 ? tensor : tensor.substring(0, colon);
    }

    // NB: control edges are left away, so a value that is read after an assignment would be that
    // of before it.
    private static void refuseAssignment(FunctionBody body, String from) {
        Deque<String> pending = new ArrayDeque<>(List.of(from));
        Set<String> seen = new HashSet<>();
        while (!pending.isEmpty()) {
            NodeDef node = body.nodes().get(pending.pop());
            if (node == null || !seen.add(node.getName())) continue;
            if (node.getOp().startsWith("Assign"))
                throw new Unfit(
                        "it changes its variables while it predicts (\"" + node.getName() + "\")");
            for (String input : node.getInputList())
                pending.push(node(input.startsWith("^") ? input.substring(1) : input));
        }
    }

    private Wire resolve(FunctionBody body, String tensor, Placed placed) {
        if (body.isMain()) {
            Wire wire = Wire.of(tensor);
            return fed.contains(wire) ? wire : at(placed, wire.node(), wire.index(), tensor);
        }
        String[] parts = tensor.split(":");
        try {
            List<Wire> argument = body.arguments().get(parts[0]);
            int index = Integer.parseInt(parts.length > 1 ? parts[parts.length - 1] : "0");
            if (argument != null) return at(argument, index, tensor);
            NodeDef node = body.nodes().get(parts[0]);
            if (parts.length != 3 || node == null) throw missing(tensor);
            return at(placed, parts[0], index + start(body, node, parts[1], tensor), tensor);
        } catch (NumberFormatException e) {
            throw missing(tensor);
        }
    }

    /** The index of an output argument's first tensor among all outputs of a node. */
    private int start(FunctionBody body, NodeDef node, String argument, String tensor) {
        FunctionDef function = functions.get(node.getOp());
        if (function != null) {
            var outputs = function.getSignature().getOutputArgList();
            for (int i = 0; i < outputs.size(); i++)
                if (outputs.get(i).getName().equals(argument)) return i;
            throw missing(tensor);
        }
        Integer start = operations.outputs(node.getOp(), body.attributes(node)).get(argument);
        if (start == null) throw missing(tensor);
        return start;
    }

    private static Wire at(Placed placed, String node, int index, String tensor) {
        List<Wire> call = placed.calls().get(node);
        if (call != null) return at(call, index, tensor);
        String name = placed.names().get(node);
        if (name == null || index < 0) throw missing(tensor);
        return new Wire(name, index);
    }

    private static Wire at(List<Wire> wires, int index, String tensor) {
        if (index < 0 || index >= wires.size()) throw missing(tensor);
        return wires.get(index);
    }

    private static Unfit missing(String tensor) {
        return new Unfit("its tensor \"" + tensor + "\" is missing");
    }
}
