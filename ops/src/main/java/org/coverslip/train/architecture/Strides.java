package org.coverslip.train.architecture;

import com.google.gson.JsonArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.coverslip.model.TemporaryFolder;
import org.coverslip.network.ImportedNetwork;
import org.coverslip.network.KerasModel;
import org.coverslip.network.NetworkEngine;

/**
 * By how much the images that a layer gives are smaller than those the network takes, asked of the
 * engine for pictures of two sizes: what is not divided exactly in both has no stride.
 */
final class Strides {

    /** NB: an even and an odd multiple of 32, so that nothing fits by chance. */
    private static final int[] EDGES = {128, 160};

    private Strides() {}

    /**
     * @param padded whether {@link RimPadding} is applied
     * @return pixels of the input per pixel of the layer, in the order of the file
     * @throws org.coverslip.RefusedException if the layers before its head cannot be built for
     *     pictures of another size
     */
    static Map<String, Integer> of(NetworkEngine engine, KerasModel base, boolean padded) {
        Map<String, Integer> first = at(engine, base, padded, EDGES[0]);
        Map<String, Integer> second = at(engine, base, padded, EDGES[1]);
        first.entrySet().removeIf(e -> !e.getValue().equals(second.get(e.getKey())));
        return first;
    }

    /** All layers of a network, those of models inside it too. */
    static KerasGraph graph(KerasModel base, boolean padded) {
        KerasGraph graph = KerasGraph.of(base.architecture());
        graph.flatten();
        if (padded) graph.pad();
        return graph;
    }

    /** The layers before its head, if it has one. */
    static Set<String> looksAt(KerasGraph graph) {
        return graph.upTo(OldLayers.beforeHead(graph).orElse(graph.output()));
    }

    private static Map<String, Integer> at(
            NetworkEngine engine, KerasModel base, boolean padded, int edge) {
        KerasGraph graph = graph(base, padded);
        Set<String> kept = looksAt(graph);
        graph.resize(graph.input(kept), edge, edge);
        List<String> asked =
                graph.names().stream()
                        .filter(kept::contains)
                        .filter(l -> !graph.className(l).equals("InputLayer"))
                        .toList();
        String json = graph.json(kept, new JsonArray(), asked);
        try (TemporaryFolder scratch = TemporaryFolder.create()) {
            ImportedNetwork network =
                    engine.buildKeras(json, base.weights(), scratch.path().resolve("strides"));
            Map<String, Integer> strides = new LinkedHashMap<>();
            for (int i = 0; i < asked.size(); i++) {
                int stride = stride(network.outputs().get(i).tensor().shape(), edge);
                if (stride > 0) strides.put(asked.get(i), stride);
            }
            return strides;
        }
    }

    /** 0: these are no images, or they do not divide the input. */
    private static int stride(List<Long> shape, int edge) {
        if (shape == null || shape.size() != 4) return 0;
        long height = shape.get(1);
        boolean even = height > 0 && height == shape.get(2) && edge % height == 0;
        // NB: 1 x 1 is a mean over the image.
        return even && height > 1 ? (int) (edge / height) : 0;
    }
}
