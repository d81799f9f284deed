package org.coverslip.explain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.coverslip.RefusedException;
import org.coverslip.explain.method.SpatialAxes;
import org.coverslip.model.InputSpec;
import org.coverslip.network.LayerInfo;

/**
 * The layer that is explained.
 *
 * @param layer one of the network's
 * @param axes which of its axes are places
 */
record LayerChoice(LayerInfo layer, SpatialAxes axes) {

    /** A map of fewer places cannot tell where in a picture something is. */
    private static final long SMALLEST_SIDE = 4;

    /** Side that is assumed where a network takes pictures of any size. */
    private static final int ANY_SIDE = 256;

    private static final int OFFERED = 5;

    /** What only moves, copies or pools the values of another layer; by part of the name. */
    private static final Set<String> NOT_FEATURES =
            Set.of(
                    "pool",
                    "pad",
                    "reshape",
                    "transpose",
                    "spacetobatch",
                    "batchtospace",
                    "resize",
                    "softmax",
                    "mean",
                    "slice",
                    "squeeze",
                    "shape",
                    "cast",
                    "placeholder",
                    "flatten",
                    "dropout",
                    "identity",
                    "input");

    /**
     * The layer of that name.
     *
     * @param layers of the network
     * @throws RefusedException if there is none, or it has no places
     */
    static LayerChoice named(String name, List<LayerInfo> layers, InputSpec input) {
        LayerInfo layer =
                layers.stream()
                        .filter(l -> l.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> unknown(name, layers));
        SpatialAxes axes =
                axes(layer, input)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                "layer=" + name,
                                                "its values "
                                                        + shape(layer)
                                                        + " have no rows and columns",
                                                "use a convolutional layer before them, such as "
                                                        + offer(withPlaces(layers, input))));
        return new LayerChoice(layer, axes);
    }

    /**
     * The last layer that holds features of places: after the first convolution, at least 4 x 4
     * places, neither pooled nor padded.
     *
     * @return empty if there is none
     */
    static Optional<LayerChoice> standard(List<LayerInfo> layers, InputSpec input) {
        boolean convolved = false;
        LayerChoice last = null;
        for (LayerInfo layer : layers) {
            convolved |= layer.kind().toLowerCase(Locale.ROOT).contains("conv");
            Optional<SpatialAxes> axes = convolved ? axes(layer, input) : Optional.empty();
            if (axes.isEmpty() || !isFeatures(layer)) continue;
            long side = axes.get().shortSide(layer.shape());
            if (side < 0 || side >= SMALLEST_SIDE) last = new LayerChoice(layer, axes.get());
        }
        return Optional.ofNullable(last);
    }

    private static boolean isFeatures(LayerInfo layer) {
        String kind = layer.kind().toLowerCase(Locale.ROOT);
        return NOT_FEATURES.stream().noneMatch(kind::contains);
    }

    private static Optional<SpatialAxes> axes(LayerInfo layer, InputSpec input) {
        return SpatialAxes.of(
                layer.shape(),
                input.axes(),
                input.nearest('y', ANY_SIDE),
                input.nearest('x', ANY_SIDE));
    }

    private static RefusedException unknown(String name, List<LayerInfo> layers) {
        List<String> names = layers.stream().map(LayerInfo::name).toList();
        if (names.isEmpty()) {
            return new RefusedException(
                    "layer=" + name, "this network shows no layers", "use method=occlusion");
        }
        return new RefusedException(
                "layer=" + name,
                "the network has no layer of this name",
                "the nearest are " + offer(new NearestNames(names).to(name, OFFERED)));
    }

    /** The last layers that have places; whole layers rather than single operations of them. */
    private static List<String> withPlaces(List<LayerInfo> layers, InputSpec input) {
        List<String> places =
                layers.stream()
                        .filter(l -> isFeatures(l) && axes(l, input).isPresent())
                        .map(LayerInfo::name)
                        .toList();
        List<String> whole = places.stream().filter(n -> n.indexOf('/') < 0).toList();
        List<String> offered = new ArrayList<>(whole.isEmpty() ? places : whole);
        Collections.reverse(offered);
        return offered.subList(0, Math.min(3, offered.size()));
    }

    private static String offer(List<String> names) {
        return names.isEmpty() ? "none: it has no such layer" : String.join(", ", names);
    }

    private static String shape(LayerInfo layer) {
        if (layer.shape() == null) return "of unknown shape";
        return layer.shape().toString().replace("-1", "?").replace(" ", "");
    }
}
