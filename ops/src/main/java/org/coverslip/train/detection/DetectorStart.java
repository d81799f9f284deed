package org.coverslip.train.detection;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.Tensor;
import org.coverslip.train.architecture.PixelArchitectures;

/**
 * The weights that a detector begins with.
 *
 * @param known by {@code layer/variable}; empty: random
 * @param sha256 of the bundle they are from; empty: random
 */
record DetectorStart(Map<String, Tensor> known, String sha256) {

    private static final String FIRST = "down0_a/kernel";
    private static final String LAYERS =
            "(down|up)\\d_[ab](_norm)?|heads|"
                    + PixelArchitectures.HEAT
                    + "|"
                    + PixelArchitectures.EXTENT
                    + "|"
                    + PixelArchitectures.OFFSET;

    /**
     * @throws RefusedException if the bundle is no detector of centre points that was trained here
     */
    static DetectorStart of(NetworkEngine engine, Optional<Path> bundle) {
        if (bundle.isEmpty()) return new DetectorStart(Map.of(), "");
        try (ModelBundle model = Models.open(bundle.get(), engine)) {
            Map<String, Tensor> weights = new HashMap<>();
            engine.weights(model.savedModel())
                    .forEach(
                            (name, tensor) -> {
                                int slash = name.lastIndexOf('/');
                                boolean ours =
                                        slash > 0 && name.substring(0, slash).matches(LAYERS);
                                if (ours) weights.put(name, tensor);
                            });
            Tensor first = weights.get(FIRST);
            if (first == null || first.rank() != 4 || first.shape()[2] != 3) {
                throw new RefusedException(
                        bundle.get(),
                        "it is no detector of centre points that Coverslip trained",
                        "start from such a one, or leave model= out");
            }
            return new DetectorStart(weights, model.sha256());
        }
    }

    /** Of the network's first level; 0: random weights do not say. */
    int filters() {
        return known.isEmpty() ? 0 : (int) known.get(FIRST).shape()[3];
    }

    /** All that fit a network for so many classes; of other classes the heat map starts anew. */
    Map<String, Tensor> weights(int classes) {
        Map<String, Tensor> fitting = new HashMap<>(known);
        Tensor bias = known.get(PixelArchitectures.HEAT + "/bias");
        if (bias == null || bias.size() != classes) {
            fitting.keySet().removeIf(n -> n.startsWith(PixelArchitectures.HEAT + "/"));
        }
        return fitting;
    }
}
