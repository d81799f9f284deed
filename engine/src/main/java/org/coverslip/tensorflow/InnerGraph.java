package org.coverslip.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;
import org.coverslip.network.ElementType;
import org.coverslip.network.LayerInfo;
import org.coverslip.network.TensorInfo;
import org.coverslip.tensorflow.gradient.LoadedGraph;
import org.coverslip.tensorflow.inline.FlatGraph;
import org.coverslip.tensorflow.inline.Inliner;
import org.coverslip.tensorflow.inline.Layer;
import org.coverslip.tensorflow.inline.Layers;
import org.coverslip.tensorflow.inline.Operations;
import org.coverslip.tensorflow.inline.Seams;
import org.coverslip.tensorflow.inline.Unfit;
import org.coverslip.tensorflow.inline.Wire;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * The graph behind one signature with its functions opened, beside the original in the same native
 * graph, so that both share a session and its variables. Only what differs is added: an import with
 * constant weights and no functions adds nothing.
 */
final class InnerGraph {

    private static final int OFFERED = 5;

    private final CheckedModel model;
    private final LoadedGraph loaded;
    private final Seams seams;
    private final Layers layers;

    private InnerGraph(CheckedModel model, LoadedGraph loaded, Seams seams) {
        this.model = model;
        this.loaded = loaded;
        this.seams = seams;
        Set<String> hidden =
                seams.seams().keySet().stream().map(Wire::node).collect(Collectors.toSet());
        layers = new Layers(graph(), hidden, this::isFloating);
    }

    /**
     * @param graph as it was loaded
     * @param loaded the same in native memory
     * @throws RefusedException if it cannot be opened
     */
    static InnerGraph of(CheckedModel model, GraphDef graph, LoadedGraph loaded) {
        return orRefused(
                model,
                "use its outputs only",
                () -> {
                    Set<Wire> fed = new HashSet<>();
                    model.definition()
                            .getInputsMap()
                            .values()
                            .forEach(info -> fed.add(Wire.of(info.getName())));
                    List<Wire> outputs = new ArrayList<>();
                    for (TensorInfo info : model.outputs()) outputs.add(original(model, info));
                    Operations operations = new Operations(loaded::definition);
                    FlatGraph flat = Inliner.flatten(graph, operations, fed, outputs);
                    Set<String> names =
                            graph.getNodeList().stream()
                                    .map(NodeDef::getName)
                                    .collect(Collectors.toSet());
                    Seams seams = Seams.of(flat, names);
                    loaded.add(seams.graph());
                    return new InnerGraph(model, loaded, seams);
                });
    }

    private static Wire original(CheckedModel model, TensorInfo output) {
        return Wire.of(model.definition().getOutputsOrThrow(output.name()).getName());
    }

    private static <T> T orRefused(CheckedModel model, String remedy, Supplier<T> action) {
        try {
            return action.get();
        } catch (Unfit e) {
            throw new RefusedException(
                    model.path(), "its layers cannot be shown: " + e.getMessage(), remedy, e);
        }
    }

    private FlatGraph graph() {
        return seams.graph();
    }

    private boolean isFloating(Wire wire) {
        ElementType type = ElementTypes.of(loaded.type(wire));
        return type == ElementType.FLOAT32 || type == ElementType.FLOAT64;
    }

    /** Where an output is. */
    Wire output(TensorInfo output) {
        return graph().outputs().get(original(model, output));
    }

    /** Whether a tensor is one of the inputs, which can be fed but not fetched. */
    boolean isFed(Wire wire) {
        return graph().fed().contains(wire);
    }

    Ports ports(List<Wire> wires) {
        return Ports.of(loaded, wires);
    }

    List<LayerInfo> layers() {
        return layers.all().stream().map(this::info).toList();
    }

    private LayerInfo info(Layer layer) {
        return info(layer.name(), layer.kind(), layer.value());
    }

    LayerInfo info(String name, String kind, Wire wire) {
        long[] shape = loaded.shape(wire);
        return new LayerInfo(
                name, kind, shape == null ? null : Arrays.stream(shape).boxed().toList());
    }

    /**
     * @throws RefusedException if there is no such layer
     */
    Layer layer(String name) {
        return layers.find(name)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        model.path(),
                                        "it has no layer \"" + name + "\"",
                                        offer(layers.nearest(name, OFFERED))));
    }

    private static String offer(List<String> names) {
        return names.isEmpty()
                ? "it has no layers to name"
                : "name one of its layers, for example " + String.join(", ", names);
    }
}
