package org.coverslip.train.architecture;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.coverslip.RefusedException;
import org.coverslip.network.KerasModel;
import org.coverslip.network.Tensor;

/**
 * The layers of a trained network that become part of another one.
 *
 * @param base the trained network
 * @param graph its layers
 * @param kept names of those that are taken
 */
record OldLayers(KerasModel base, KerasGraph graph, Set<String> kept) {

    static final String SUBJECT = "the network to transfer";

    private static final Set<String> HEADS =
            Set.of(
                    "GlobalAveragePooling2D",
                    "GlobalAvgPool2D",
                    "GlobalMaxPooling2D",
                    "GlobalMaxPool2D",
                    "Flatten");

    /**
     * Walks back from the output to the last layer that takes images to rows of numbers, and names
     * the one before it; empty if the end of the network is no chain with such a layer.
     */
    static Optional<String> beforeHead(KerasGraph graph) {
        String layer = graph.output();
        while (true) {
            Set<String> before = graph.before(layer);
            if (before.size() != 1) return Optional.empty();
            boolean head = HEADS.contains(graph.className(layer));
            layer = before.iterator().next();
            if (head) return Optional.of(layer);
        }
    }

    /**
     * @throws RefusedException if there is no layer of this name
     */
    static String known(KerasGraph graph, Set<String> among, String layer) {
        if (among.contains(layer)) return layer;
        throw new RefusedException(
                SUBJECT,
                "it has no layer "
                        + layer
                        + (graph.names().contains(layer) ? " before the cut" : ""),
                "use one of " + String.join(", ", new TreeSet<>(among)));
    }

    /**
     * Those that must not change.
     *
     * @param upTo the last of them, with all it is computed from; empty: all
     * @throws RefusedException if there is no layer of this name
     */
    Set<String> frozen(String upTo) {
        return upTo.isEmpty() ? kept : graph.upTo(known(graph, kept, upTo));
    }

    /** Those that are not among the frozen ones. */
    Set<String> tuned(Set<String> frozen) {
        Set<String> tuned = new LinkedHashSet<>(kept);
        tuned.removeAll(frozen);
        return tuned;
    }

    /**
     * @param names of new layers
     * @throws RefusedException if a layer that is kept has one of them
     */
    void requireFree(Collection<String> names) {
        for (String taken : names) {
            if (kept.contains(taken)) {
                throw new RefusedException(
                        SUBJECT,
                        "it has a layer called " + taken + " before its head",
                        "rename the layer, or cut before it");
            }
        }
    }

    /** Their weights, by {@code layer/variable}. */
    Map<String, Tensor> weights() {
        Set<String> leaves = new LinkedHashSet<>();
        kept.forEach(layer -> leaves.addAll(graph.leaves(layer)));
        Map<String, Tensor> weights = new LinkedHashMap<>();
        base.weights()
                .forEach(
                        (name, value) -> {
                            if (leaves.contains(name.substring(0, name.lastIndexOf('/')))) {
                                weights.put(name, value);
                            }
                        });
        return weights;
    }
}
