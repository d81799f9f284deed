package org.coverslip.tensorflow.inline;

import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.NodeDef;

/**
 * Finds the scores before the last softmax or sigmoid. They are what is differentiated (Selvaraju
 * et al. 2017, arXiv:1610.02391, section 3): behind a softmax the gradient of a confident
 * prediction vanishes.
 */
public final class ScorePlace {

    private static final Set<String> PASSING =
            Set.of("Identity", "Reshape", "Squeeze", "ExpandDims", "StopGradient");

    private static final Set<String> COPYING = Set.of("Identity", "StopGradient");

    private static final Set<String> ACTIVATIONS = Set.of("Softmax", "Sigmoid", "LogSoftmax");

    private final FlatGraph graph;

    private ScorePlace(FlatGraph graph) {
        this.graph = graph;
    }

    /** The input of the last activation of an output, or the output itself if it ends in none. */
    public static Wire of(FlatGraph graph, Wire output) {
        ScorePlace place = new ScorePlace(graph);
        return place.behind(output).orElseGet(() -> place.original(output));
    }

    private Optional<Wire> behind(Wire output) {
        NodeDef node = computing(output);
        if (node == null) return Optional.empty();
        if (ACTIVATIONS.contains(node.getOp())) return Optional.of(input(node, 0));
        return switch (node.getOp()) {
            case "RealDiv", "Div" -> quotient(node);
            case "Reciprocal", "Inv" -> logistic(computing(input(node, 0)));
            default -> Optional.empty();
        };
    }

    /** {@code 1 / (1 + exp(-x))}, or {@code exp(x) / sum(exp(x))} with or without a maximum. */
    private Optional<Wire> quotient(NodeDef node) {
        NodeDef above = computing(input(node, 0));
        NodeDef below = computing(input(node, 1));
        if (is(above, "Const")) return logistic(below);
        if (!is(above, "Exp") || !is(below, "Sum")) return Optional.empty();
        if (computing(input(below, 0)) != above) return Optional.empty();
        Wire exponent = input(above, 0);
        NodeDef shifted = computing(exponent);
        boolean byMaximum = is(shifted, "Sub") && is(computing(input(shifted, 1)), "Max");
        return Optional.of(byMaximum ? input(shifted, 0) : exponent);
    }

    private Optional<Wire> logistic(NodeDef sum) {
        if (!is(sum, "AddV2") && !is(sum, "Add")) return Optional.empty();
        for (int i = 0; i < 2; i++) {
            NodeDef exp = computing(input(sum, i));
            NodeDef other = computing(input(sum, 1 - i));
            if (!is(exp, "Exp") || !is(other, "Const")) continue;
            NodeDef negative = computing(input(exp, 0));
            if (is(negative, "Neg")) return Optional.of(input(negative, 0));
        }
        return Optional.empty();
    }

    /** The node that computes a tensor's numbers, whatever shape they are given afterwards. */
    private NodeDef computing(Wire wire) {
        Wire at = wire;
        while (at.index() == 0 && !graph.fed().contains(at)) {
            NodeDef node = graph.nodes().get(at.node());
            if (node == null || !PASSING.contains(node.getOp())) return node;
            at = input(node, 0);
        }
        return null;
    }

    /** The tensor that this one is a mere copy of. */
    private Wire original(Wire copy) {
        Wire at = copy;
        while (at.index() == 0 && !graph.fed().contains(at)) {
            NodeDef node = graph.nodes().get(at.node());
            if (node == null || !COPYING.contains(node.getOp())) return at;
            at = input(node, 0);
        }
        return at;
    }

    private static boolean is(NodeDef node, String op) {
        return node != null && node.getOp().equals(op);
    }

    private static Wire input(NodeDef node, int i) {
        return Wire.of(node.getInput(i));
    }
}
