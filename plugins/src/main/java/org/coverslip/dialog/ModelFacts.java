package org.coverslip.dialog;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.coverslip.model.ModelBundle;
import org.coverslip.network.Engines;
import org.coverslip.network.LayerInfo;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;

/**
 * What a dialog needs to know of a model.
 *
 * @param labels its classes
 * @param layers those with a feature map, input side first; empty where they were not asked for
 * @param spacing micrometres per pixel; empty for a model of pictures
 * @param patch edge of its input, pixels; empty where that is free
 * @param summary one line
 */
record ModelFacts(
        List<String> labels,
        List<String> layers,
        OptionalDouble spacing,
        OptionalInt patch,
        String summary) {

    static final ModelFacts NONE =
            new ModelFacts(List.of(), List.of(), OptionalDouble.empty(), OptionalInt.empty(), "");

    private static final Set<String> FILLED = Set.of("label", "layer");

    /** Whether an input of this name can be filled with what the model has. */
    static boolean fills(String key) {
        return FILLED.contains(key);
    }

    /**
     * Reads what the bundle says; TensorFlow is started only for the layers.
     *
     * @param layers whether to load the network and list them
     */
    static ModelFacts of(ModelBundle model, boolean layers) {
        return new ModelFacts(
                model.labels(),
                layers ? layers(model) : List.of(),
                model.spacing(),
                model.patch(),
                summary(model));
    }

    private static List<String> layers(ModelBundle model) {
        NetworkOptions options = NetworkOptions.DEFAULT.withSignature(model.signature().orElse(""));
        try (Network network = Engines.get().open(model.savedModel(), options)) {
            return network.layers().stream()
                    .filter(layer -> layer.shape() != null && layer.shape().size() == 4)
                    .map(LayerInfo::name)
                    .toList();
        }
    }

    private static String summary(ModelBundle model) {
        String labels =
                model.labels().size() > 6
                        ? model.labels().size() + " labels"
                        : String.join(", ", model.labels());
        String size = model.patch().isPresent() ? model.patch().getAsInt() + " pixels" : "";
        String at = model.spacing().isPresent() ? model.spacing().getAsDouble() + " um/pixel" : "";
        return Stream.of(model.name(), labels, size, at)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** What an input of this name can be. */
    List<String> suggestions(String key) {
        if (!fills(key)) return List.of();
        return key.equals("layer") ? layers : labels;
    }
}
