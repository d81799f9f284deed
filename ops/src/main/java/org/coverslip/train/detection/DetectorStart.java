package org.coverslip.train.detection;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.coverslip.RefusedException;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.step.Step;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.Tensor;
import org.coverslip.train.Blueprint;
import org.coverslip.train.architecture.Architectures;
import org.coverslip.train.architecture.Frame;
import org.coverslip.train.architecture.PixelArchitectures;

/**
 * A detector of centre points that was trained here before.
 *
 * @param known weights by {@code layer/variable}
 * @param sha256 of the bundle they are from
 * @param said from pixels of 0 to 255 to its inputs
 */
record DetectorStart(Map<String, Tensor> known, String sha256, List<Step> said)
        implements CentreStart {

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
     *     from random weights
     */
    static DetectorStart of(NetworkEngine engine, Path bundle) {
        try (ModelBundle model = Models.open(bundle, engine)) {
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
            if (first == null || first.rank() != 4) {
                throw new RefusedException(
                        bundle,
                        "it is no detector of centre points of Coverslip's own network",
                        "start from such a one or from a Keras file, or leave model= out");
            }
            List<Step> steps = model.requireImageModel().preprocessing();
            return new DetectorStart(weights, model.sha256(), steps);
        }
    }

    @Override
    public OptionalInt channels() {
        return OptionalInt.of((int) known.get(FIRST).shape()[2]);
    }

    @Override
    public int multiple() {
        return PixelArchitectures.MULTIPLE;
    }

    @Override
    public Optional<List<Step>> steps() {
        return Optional.of(said);
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("network", "centres-" + filters(), "start", sha256);
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public Blueprint network(int channels, int classes) {
        Frame frame = new Frame(0, 0, channels, classes, true);
        return new Blueprint(
                "centres",
                PixelArchitectures.centres(frame, filters()),
                weights(classes),
                Set.of(),
                Map.of(),
                Architectures.INPUT);
    }

    /** Of the network's first level. */
    private int filters() {
        return (int) known.get(FIRST).shape()[3];
    }

    /** All that fit a network for so many classes; of other classes the heat map starts anew. */
    private Map<String, Tensor> weights(int classes) {
        Map<String, Tensor> fitting = new HashMap<>(known);
        Tensor bias = known.get(PixelArchitectures.HEAT + "/bias");
        if (bias == null || bias.size() != classes) {
            fitting.keySet().removeIf(n -> n.startsWith(PixelArchitectures.HEAT + "/"));
        }
        return fitting;
    }
}
