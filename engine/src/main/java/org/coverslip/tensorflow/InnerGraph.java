package org.coverslip.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;
import org.coverslip.network.ElementType;
import org.coverslip.network.LayerInfo;
import org.coverslip.network.TensorInfo;
import org.coverslip.tensorflow.gradient.Backward;
import org.coverslip.tensorflow.gradient.LoadedGraph;
import org.coverslip.tensorflow.inline.FlatGraph;
import org.coverslip.tensorflow.inline.Inliner;
import org.coverslip.tensorflow.inline.Layer;
import org.coverslip.tensorflow.inline.Layers;
import org.coverslip.tensorflow.inline.Operations;
import org.coverslip.tensorflow.inline.ScorePlace;
import org.coverslip.tensorflow.inline.Seams;
import org.coverslip.tensorflow.inline.Unfit;
import org.coverslip.tensorflow.inline.Weights;
import org.coverslip.tensorflow.inline.Weights.Weight;
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
    private final Backward backward;
    private final Map<List<Wire>, Backward.Ready> gradients = new HashMap<>();

    private InnerGraph(CheckedModel model, LoadedGraph loaded, Seams seams) {
        this.model = model;
        this.loaded = loaded;
        this.seams = seams;
        Set<String> hidden =
                seams.seams().keySet().stream().map(Wire::node).collect(Collectors.toSet());
        layers = new Layers(graph(), hidden, this::isFloating);
        backward = new Backward(loaded, seams);
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

    /** What a tensor holds. */
    ElementType type(Wire wire) {
        return ElementTypes.of(loaded.type(wire));
    }

    private boolean isFloating(Wire wire) {
        ElementType type = type(wire);
        return type == ElementType.FLOAT32 || type == ElementType.FLOAT64;
    }

    /** Where an output is. */
    Wire output(TensorInfo output) {
        return graph().outputs().get(original(model, output));
    }

    /** Where the scores behind an output are taken. */
    Layer scores(TensorInfo output) {
        return layer(ScorePlace.of(graph(), output(output)));
    }

    private Layer layer(Wire wire) {
        NodeDef node = graph().nodes().get(wire.node());
        return new Layer(layers.nameOf(wire), node == null ? "Placeholder" : node.getOp(), wire);
    }

    /**
     * The gradient of scores by a tensor, prepared when first asked for.
     *
     * <p>NB: kept until the model is closed, because nothing can be taken out of TensorFlow's
     * graph.
     *
     * @throws RefusedException if there is none
     */
    Backward.Ready gradient(Layer scores, Layer at) {
        try {
            if (!isFloating(at.value())) throw new Unfit("it holds whole numbers");
            if (!isFloating(scores.value())) throw new Unfit("the scores are whole numbers");
            synchronized (gradients) {
                List<Wire> key = List.of(scores.value(), at.value());
                Backward.Ready ready = gradients.get(key);
                if (ready == null) ready = backward.prepare(scores.value(), at.value());
                gradients.put(key, ready);
                return ready;
            }
        } catch (Unfit e) {
            throw new RefusedException(
                    model.path(),
                    "\""
                            + scores.name()
                            + "\" cannot be differentiated by \""
                            + at.name()
                            + "\": "
                            + e.getMessage(),
                    "use a method without gradients, or another layer",
                    e);
        }
    }

    Ports ports(List<Wire> wires) {
        return Ports.of(loaded, wires);
    }

    /** The weights of every layer that has some. */
    Map<String, Set<Weight>> weights() {
        return layers.all().isEmpty()
                ? Map.of()
                : Weights.of(graph(), layers, wire -> isFloating(wire) && !isSingle(wire));
    }

    private boolean isSingle(Wire wire) {
        long[] shape = loaded.shape(wire);
        return shape != null && Arrays.stream(shape).reduce(1, (a, b) -> a * b) == 1;
    }

    List<LayerInfo> layers() {
        return layers.all().stream().map(this::info).toList();
    }

    LayerInfo info(Layer layer) {
        long[] shape = loaded.shape(layer.value());
        return new LayerInfo(
                layer.name(),
                layer.kind(),
                shape == null ? null : Arrays.stream(shape).boxed().toList());
    }

    /**
     * @throws RefusedException if there is no such layer
     */
    Layer layer(String name) {
        return layers.find(name).orElseThrow(() -> unknown(name));
    }

    private RefusedException unknown(String name) {
        NodeDef node = graph().nodes().get(name);
        if (node == null) node = graph().nodes().get(FlatGraph.PREFIX + name);
        String fault =
                node == null
                        ? "it has no layer \"" + name + "\""
                        : "its layer \""
                                + name
                                + "\" ("
                                + node.getOp()
                                + ") holds no floating point numbers computed from the input";
        return new RefusedException(model.path(), fault, offer(layers.nearest(name, OFFERED)));
    }

    /**
     * A layer or an input.
     *
     * @throws RefusedException if there is neither of this name
     */
    Layer place(String name) {
        Optional<Layer> input =
                model.signature().inputs().stream()
                        .filter(info -> info.name().equals(name))
                        .map(info -> new Layer(name, "Placeholder", input(info)))
                        .findFirst();
        // NB: an import of ours casts an input of whole numbers in a layer of the input's name.
        if (input.filter(i -> isFloating(i.value()) || layers.find(name).isEmpty()).isPresent())
            return input.get();
        return layer(name);
    }

    /** Where the values of an input go. */
    Wire input(TensorInfo input) {
        return Wire.of(model.definition().getInputsOrThrow(input.name()).getName());
    }

    private static String offer(List<String> names) {
        return names.isEmpty()
                ? "it has no layers to name"
                : "name one of its layers, for example " + String.join(", ", names);
    }
}
