package org.coverslip.tensorflow.inline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.NodeDef;

/**
 * A graph without function calls and control edges, as far as some outputs need it. Every input of
 * a node is written {@code node:index}.
 */
public final class FlatGraph {

    /** What the names of changed nodes begin with, so that they can stand beside the original's. */
    public static final String PREFIX = "coverslip/";

    private final Map<String, NodeDef> nodes;
    private final Set<String> changed;
    private final Set<Wire> fed;
    private final Map<Wire, Wire> outputs;
    private final Map<String, List<NodeDef>> readers = new HashMap<>();

    /**
     * @param nodes in order of computation
     * @param changed names of nodes that the original graph does not hold as they are
     * @param fed what is given a value from outside
     * @param outputs what was asked for, and where it is found here
     */
    private FlatGraph(
            Map<String, NodeDef> nodes,
            Set<String> changed,
            Set<Wire> fed,
            Map<Wire, Wire> outputs) {
        this.nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
        this.changed = Set.copyOf(changed);
        this.fed = Set.copyOf(fed);
        this.outputs = Map.copyOf(outputs);
        for (NodeDef node : nodes.values())
            for (Wire input : inputs(node))
                readers.computeIfAbsent(input.node(), k -> new ArrayList<>()).add(node);
    }

    /** All nodes by name, each after those it reads. */
    public Map<String, NodeDef> nodes() {
        return nodes;
    }

    /** The nodes to be added to the original graph; all others are in it already. */
    public Set<String> changed() {
        return changed;
    }

    /** The inputs of the network. */
    public Set<Wire> fed() {
        return fed;
    }

    /** The outputs of the original graph, and where they are found here. */
    public Map<Wire, Wire> outputs() {
        return outputs;
    }

    /** What a node reads, in order. */
    public static List<Wire> inputs(NodeDef node) {
        return node.getInputList().stream().map(Wire::of).toList();
    }

    /** The nodes whose values change with some tensors, those tensors' own nodes not counted. */
    public Set<String> downstream(Collection<Wire> from) {
        Set<String> found = new HashSet<>();
        Deque<Wire> pending = new ArrayDeque<>(from);
        Set<String> entered = new HashSet<>();
        while (!pending.isEmpty()) {
            Wire next = pending.pop();
            for (NodeDef reader : readers.getOrDefault(next.node(), List.of())) {
                if (found.contains(reader.getName()) || isFed(reader)) continue;
                boolean reads = entered.contains(next.node()) || inputs(reader).contains(next);
                if (!reads) continue;
                found.add(reader.getName());
                entered.add(reader.getName());
                pending.push(new Wire(reader.getName(), 0));
            }
        }
        return found;
    }

    private boolean isFed(NodeDef node) {
        return fed.contains(new Wire(node.getName(), 0));
    }

    /** The nodes a tensor is computed from, its own among them. */
    public Set<String> upstream(Wire to) {
        Set<String> found = new HashSet<>();
        Deque<Wire> pending = new ArrayDeque<>(List.of(to));
        while (!pending.isEmpty()) {
            Wire next = pending.pop();
            NodeDef node = nodes.get(next.node());
            if (fed.contains(next) || node == null || !found.add(next.node())) continue;
            pending.addAll(inputs(node));
        }
        return found;
    }

    /** Collects nodes, each after those it reads. */
    static final class Builder {

        private final Map<String, NodeDef> nodes = new LinkedHashMap<>();
        private final Set<String> changed = new HashSet<>();
        private final Set<String> taken;

        /**
         * @param originals names that stand for nodes of the original graph
         */
        Builder(Set<String> originals) {
            taken = new HashSet<>(originals);
        }

        int size() {
            return nodes.size();
        }

        /**
         * @param original whether the original graph holds this node. It counts as changed
         *     nonetheless if it reads one that is
         * @return the name it got
         */
        String add(NodeDef.Builder node, boolean original) {
            boolean reads = node.getInputList().stream().anyMatch(i -> isChanged(Wire.of(i)));
            if (!original || reads) {
                String wish = node.getName();
                if (!wish.startsWith(PREFIX)) wish = PREFIX + wish;
                node.setName(wish);
                for (int i = 1; !taken.add(node.getName()); i++) node.setName(wish + "_" + i);
                changed.add(node.getName());
            }
            nodes.put(node.getName(), node.build());
            return node.getName();
        }

        private boolean isChanged(Wire wire) {
            return changed.contains(wire.node());
        }

        FlatGraph build(Set<Wire> fed, Map<Wire, Wire> outputs) {
            return new FlatGraph(nodes, changed, fed, outputs);
        }
    }
}
