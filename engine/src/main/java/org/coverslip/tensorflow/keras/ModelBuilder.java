package org.coverslip.tensorflow.keras;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.coverslip.tensorflow.keras.config.Argument;
import org.coverslip.tensorflow.keras.config.Argument.Constant;
import org.coverslip.tensorflow.keras.config.Argument.TensorRef;
import org.coverslip.tensorflow.keras.config.CallSpec;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.config.ModelSpec;
import org.coverslip.tensorflow.keras.graph.GraphWriter;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.layer.KerasLayer;
import org.coverslip.tensorflow.keras.layer.LayerCall;
import org.coverslip.tensorflow.keras.layer.LayerCall.Operand;
import org.coverslip.tensorflow.keras.layer.LayerRegistry;
import org.coverslip.tensorflow.keras.layer.LayerWeights;
import org.coverslip.tensorflow.keras.layer.Learning;
import org.coverslip.tensorflow.keras.layer.Tensor;

/**
 * Adds the calls of a model to a graph, each after those it needs. The node that a layer ends in is
 * named after the layer, that of a layer of an inner model {@code model/layer}, that of a further
 * call {@code layer/call_1}.
 */
public final class ModelBuilder {

    private record CallKey(String layer, int call) {}

    /**
     * Where a model is added.
     *
     * @param generation of Keras: 2 or 3
     * @param learning what layers need in training; null for prediction
     */
    public record Into(
            GraphWriter graph, LayerWeights weights, int generation, Learning learning) {}

    private final Into into;
    private final GraphWriter graph;
    private final ModelSpec model;
    private final String path;
    private final String home;
    private final boolean training;
    private final Map<String, LayerSpec> layers;
    private final Map<CallKey, List<Tensor>> results = new HashMap<>();

    /**
     * @param path prefix of the nodes of this call of the model
     * @param home prefix of its weights, which all calls share
     */
    private ModelBuilder(Into into, ModelSpec model, String path, String home, boolean training) {
        this.into = into;
        this.graph = into.graph();
        this.model = model;
        this.path = path;
        this.home = home;
        this.training = training;
        this.layers = model.layers().stream().collect(Collectors.toMap(LayerSpec::name, l -> l));
    }

    /**
     * The model as it predicts.
     *
     * @param inputs one for each input of the model, in its order
     * @return one for each output of the model, in its order
     */
    public static List<Tensor> predicting(Into into, ModelSpec model, List<Tensor> inputs) {
        return new ModelBuilder(into, model, "", "", false).outputs(inputs);
    }

    /** The model as it is trained, with batch statistics and dropout; else as predicting. */
    public static List<Tensor> training(Into into, ModelSpec model, List<Tensor> inputs) {
        return new ModelBuilder(into, model, "training/", "", true).outputs(inputs);
    }

    private List<Tensor> outputs(List<Tensor> inputs) {
        if (inputs.size() != model.inputs().size()) {
            throw new Fault(
                    "the model "
                            + Fault.quote(model.name())
                            + " has "
                            + model.inputs().size()
                            + " inputs and is called with "
                            + inputs.size(),
                    Fault.SAVE_AGAIN);
        }
        for (int i = 0; i < inputs.size(); i++) {
            results.put(key(model.inputs().get(i)), List.of(inputs.get(i)));
        }
        return model.outputs().stream().map(this::tensor).toList();
    }

    /** The result of a call, after everything it needs; without recursion, for deep models. */
    private Tensor tensor(TensorRef wanted) {
        Deque<CallKey> stack = new ArrayDeque<>(List.of(key(wanted)));
        Set<CallKey> begun = new HashSet<>();
        while (!stack.isEmpty()) {
            CallKey next = stack.peek();
            if (results.containsKey(next)) {
                stack.pop();
                continue;
            }
            CallSpec call = call(next);
            List<CallKey> missing =
                    call.needs().stream()
                            .map(ModelBuilder::key)
                            .filter(k -> !results.containsKey(k))
                            .toList();
            if (missing.isEmpty()) {
                results.put(next, run(next, call));
            } else if (begun.add(next)) {
                missing.forEach(stack::push);
            } else {
                throw new Fault(
                        layers.get(next.layer()) + " depends on its own result", Fault.SAVE_AGAIN);
            }
        }
        return result(wanted);
    }

    private static CallKey key(TensorRef ref) {
        return new CallKey(ref.layer(), ref.call());
    }

    private CallSpec call(CallKey key) {
        LayerSpec layer = layers.get(key.layer());
        if (layer == null || key.call() < 0 || key.call() >= layer.calls().size()) {
            throw new Fault(
                    "a connection starts at call "
                            + key.call()
                            + " of layer "
                            + Fault.quote(key.layer())
                            + ", which is not in the file",
                    Fault.SAVE_AGAIN);
        }
        return layer.calls().get(key.call());
    }

    private Tensor result(TensorRef ref) {
        List<Tensor> all = results.get(key(ref));
        if (ref.output() < 0 || ref.output() >= all.size()) {
            throw new Fault(
                    "layer "
                            + Fault.quote(ref.layer())
                            + " gives "
                            + all.size()
                            + " results and number "
                            + ref.output()
                            + " is asked for",
                    Fault.SAVE_AGAIN);
        }
        return all.get(ref.output());
    }

    private List<Tensor> run(CallKey key, CallSpec call) {
        LayerSpec layer = layers.get(key.layer());
        String at = path + layer.name() + (key.call() == 0 ? "" : "/call_" + key.call());
        boolean trains = call.training().orElse(training);
        if (layer.nested().isPresent()) return nested(layer, call, at, trains);
        Optional<KerasLayer> translator = LayerRegistry.standard().find(layer);
        if (translator.isEmpty()) throw layer.config().unsupported("a class of its own");
        LayerCall made =
                new LayerCall(
                        layer,
                        layer.config(),
                        call.arguments().stream().map(this::operand).toList(),
                        call.keywords().entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                Map.Entry::getKey, e -> operand(e.getValue()))),
                        trains,
                        into.generation(),
                        into.weights(),
                        into.learning(),
                        new Scope(graph, at, layer.toString()),
                        new Scope(graph, home + layer.name(), layer.toString()));
        int first = graph.size();
        return List.of(named(translator.get().call(made), at, first));
    }

    private List<Tensor> nested(LayerSpec layer, CallSpec call, String at, boolean trains) {
        ModelSpec inner = layer.nested().orElseThrow();
        String name = layer.name();
        ModelBuilder builder = new ModelBuilder(into, inner, at + "/", home + name + "/", trains);
        List<Tensor> inputs =
                call.arguments().stream()
                        .filter(TensorRef.class::isInstance)
                        .map(a -> result((TensorRef) a))
                        .toList();
        List<Tensor> outputs = builder.outputs(inputs);
        int first = graph.size();
        return outputs.stream().map(t -> named(t, at, first)).toList();
    }

    private Tensor named(Tensor t, String name, int first) {
        return new Tensor(graph.name(t.value(), name, first), t.axes(), t.activation());
    }

    private Operand operand(Argument argument) {
        return argument instanceof TensorRef ref
                ? new Operand(result(ref), null)
                : new Operand(null, ((Constant) argument).value());
    }
}
