package org.coverslip.tensorflow.gradient;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.coverslip.tensorflow.inline.FlatGraph;
import org.coverslip.tensorflow.inline.Seams;
import org.coverslip.tensorflow.inline.Unfit;
import org.coverslip.tensorflow.inline.Wire;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Adds the gradient of one tensor by another to a loaded graph. TensorFlow's own C++ gradients do
 * the work from seam to seam (see {@link Seams}), last seam first; {@link SeamRules} carry each
 * seam's gradient over to what the operation behind it reads.
 */
public final class Backward {

    private static final String PATH = "coverslip_gradient";

    private static final Set<String> CONTROL_FLOW =
            Set.of(
                    "If",
                    "StatelessIf",
                    "While",
                    "StatelessWhile",
                    "Case",
                    "StatelessCase",
                    "For",
                    "Map",
                    "Switch",
                    "RefSwitch",
                    "Merge",
                    "RefMerge",
                    "Enter",
                    "Exit",
                    "NextIteration");

    private final LoadedGraph graph;
    private final FlatGraph flat;
    private final Map<Wire, Wire> seams;
    private int prepared;

    /**
     * @param graph holds the nodes of {@code sewn}
     */
    public Backward(LoadedGraph graph, Seams sewn) {
        this.graph = graph;
        flat = sewn.graph();
        seams = sewn.seams();
    }

    /**
     * A gradient that stands in the graph.
     *
     * @param weights to be fed: as many values as there are scores
     * @param gradient of the scores' inner product with the weights
     */
    public record Ready(Wire weights, Wire gradient) {}

    /**
     * Adds a gradient. Not for several threads at once.
     *
     * @param scores a floating point tensor of the flat graph
     * @param at another
     * @throws Unfit if the scores do not depend on it, or cannot be differentiated
     */
    public Ready prepare(Wire scores, Wire at) {
        String path = PATH + "/" + prepared++;
        Wire from = seamBehind(at);
        Wire to = seamBehind(scores);
        List<Wire> crossed = crossed(to, from);
        AttrValue type = type(scores);
        Sketch sketch = new Sketch(graph, path);
        Wire weights = sketch.placeholder(type);
        Wire shaped =
                sketch.op(
                        "Reshape",
                        Map.of("T", type, "Tshape", Sketch.type(DataType.DT_INT32)),
                        weights,
                        sketch.shape(scores, type));
        sketch.add();

        Map<Wire, List<Wire>> found = new HashMap<>();
        List<Wire> targets = new ArrayList<>(crossed);
        targets.add(from);
        pass(path + "/scores", to, shaped, targets, found);
        for (int i = 0; i < crossed.size(); i++) {
            Wire seam = crossed.get(i);
            if (!found.containsKey(seam)) continue;
            String place = path + "/seam_" + i;
            Wire arriving = sum(place + "/sum", found.get(seam));
            NodeDef behind = flat.nodes().get(seams.get(seam).node());
            SeamRules.Step step = new SeamRules(graph, place).step(behind, arriving);
            pass(
                    place,
                    step.read(),
                    step.gradient(),
                    targets.subList(i + 1, targets.size()),
                    found);
        }
        if (!found.containsKey(from))
            throw new Unfit("the scores depend on it only by steps without a gradient");
        return new Ready(weights, sum(path + "/sum", found.get(from)));
    }

    /** The tensor that others read in the place of this one. */
    private Wire seamBehind(Wire wire) {
        for (Map.Entry<Wire, Wire> seam : seams.entrySet())
            if (seam.getValue().equals(wire)) return seam.getKey();
        return wire;
    }

    /** The seams between two tensors, the last computed first. */
    private List<Wire> crossed(Wire scores, Wire from) {
        Set<String> between = new HashSet<>(flat.downstream(List.of(from)));
        between.retainAll(flat.upstream(scores));
        if (between.isEmpty() && !scores.equals(from))
            throw new Unfit("the scores do not depend on it");
        List<Wire> crossed = new ArrayList<>();
        for (NodeDef node : flat.nodes().values()) {
            if (!between.contains(node.getName())) continue;
            if (CONTROL_FLOW.contains(node.getOp()))
                throw new Unfit(
                        "control flow (" + node.getOp() + ") lies between, which has no gradient");
            Wire value = new Wire(node.getName(), 0);
            if (seams.containsKey(value)) crossed.add(value);
        }
        Collections.reverse(crossed);
        return crossed;
    }

    private void pass(
            String path, Wire of, Wire arriving, List<Wire> targets, Map<Wire, List<Wire>> found) {
        List<Wire> others = new ArrayList<>(targets);
        // NB: to begin with, that would have to go through the seam itself.
        if (others.remove(of)) found.computeIfAbsent(of, k -> new ArrayList<>()).add(arriving);
        if (seams.containsKey(of)) return;
        others.removeIf(target -> !reaches(target, of));
        if (others.isEmpty()) return;
        List<Wire> gradients = graph.gradients(path + "/cpp", of, arriving, others);
        for (int i = 0; i < others.size(); i++)
            if (gradients.get(i) != null)
                found.computeIfAbsent(others.get(i), k -> new ArrayList<>()).add(gradients.get(i));
    }

    private boolean reaches(Wire target, Wire of) {
        return flat.downstream(List.of(target)).contains(of.node());
    }

    private Wire sum(String path, List<Wire> terms) {
        Sketch sketch = new Sketch(graph, path);
        Wire sum = sketch.sum(terms, type(terms.get(0)));
        sketch.add();
        return sum;
    }

    private AttrValue type(Wire wire) {
        return AttrValue.newBuilder().setTypeValue(graph.type(wire)).build();
    }
}
