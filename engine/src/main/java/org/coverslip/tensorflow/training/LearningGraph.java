package org.coverslip.tensorflow.training;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.coverslip.network.ElementType;
import org.coverslip.network.TensorInfo;
import org.coverslip.network.training.Loss;
import org.coverslip.network.training.TrainingSetup;
import org.coverslip.tensorflow.keras.ModelBuilder;
import org.coverslip.tensorflow.keras.ModelInputs;
import org.coverslip.tensorflow.keras.config.Argument.TensorRef;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.config.ModelSpec;
import org.coverslip.tensorflow.keras.graph.GraphWriter;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;
import org.coverslip.tensorflow.keras.layer.Tensor;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;

/**
 * The forward half of a network that learns: the model as it predicts and as it is trained, on the
 * same variables, and the loss of both. Made without native code.
 */
final class LearningGraph {

    /**
     * A place to feed or fetch.
     *
     * @param node in the graph
     */
    record Port(TensorInfo info, String node) {}

    private final GraphWriter graph = new GraphWriter();
    private final List<Port> inputs = new ArrayList<>();
    private final List<Port> outputs = new ArrayList<>();
    private final List<Port> targets = new ArrayList<>();
    private final List<Port> weights = new ArrayList<>();
    private final Value step = graph.placeholder("step", DataType.DT_INT64, Shape.of());
    private final Variables variables;
    private final Value loss;
    private final Value predictedLoss;

    /**
     * @param generation of Keras whose functions are meant: 2 or 3
     * @throws Fault if the architecture cannot be trained as set up
     */
    LearningGraph(ModelSpec model, int generation, TrainingSetup setup) {
        requireDistinct(model);
        Set<LayerSpec> frozen = new HashSet<>();
        setup.frozen().forEach(name -> frozen.addAll(Layers.named(model, name)));
        setup.rateFactors().keySet().forEach(name -> Layers.named(model, name));
        variables = new Variables(setup.weights(), frozen, generation, setup.seed(), step);
        List<Tensor> fed = inputs(model);
        var into = new ModelBuilder.Into(graph, variables, generation, variables);
        List<Tensor> predicted = ModelBuilder.predicting(into, model, fed);
        List<Tensor> trained = ModelBuilder.training(into, model, fed);
        Layers.requireWeightsFit(model, generation, setup.weights().keySet());
        List<Value> losses = new ArrayList<>();
        List<Value> predictedLosses = new ArrayList<>();
        Set<String> unused = new HashSet<>(setup.losses().keySet());
        for (int i = 0; i < predicted.size(); i++) {
            String name = model.outputs().get(i).layer();
            Value value = predicted.get(i).value();
            outputs.add(port(name, ElementType.FLOAT32, value));
            unused.remove(name);
            Loss wanted = setup.losses().get(name);
            if (wanted == null) continue;
            Value target = graph.placeholder("target/" + name, value.type(), value.shape());
            Shape each = value.shape().slice(0, Math.max(1, value.rank() - 1));
            Value weight = graph.placeholder("weight/" + name, value.type(), each);
            targets.add(port(name, ElementType.FLOAT32, target));
            weights.add(port(name, ElementType.FLOAT32, weight));
            losses.add(loss(name, trained.get(i).value(), target, weight, wanted));
            predictedLosses.add(loss(name, value, target, weight, wanted));
        }
        if (!unused.isEmpty() || losses.isEmpty()) {
            throw new Fault(
                    unused.isEmpty()
                            ? "no output has a loss"
                            : "there is no output " + Fault.quote(unused.iterator().next()),
                    "give a loss for one of "
                            + outputs.stream().map(p -> p.info().name()).toList());
        }
        loss = sum(losses);
        predictedLoss = sum(predictedLosses);
    }

    private List<Tensor> inputs(ModelSpec model) {
        List<Tensor> fed = new ArrayList<>();
        ModelInputs described = new ModelInputs(model);
        for (TensorRef ref : model.inputs()) {
            LayerSpec layer = described.layer(ref);
            ElementType type = ModelInputs.type(layer);
            Shape shape = ModelInputs.shape(layer);
            Value value = graph.placeholder(layer.name(), ModelInputs.dataType(type), shape);
            inputs.add(port(layer.name(), type, value));
            Scope scope = new Scope(graph, layer.name(), layer.toString());
            fed.add(new Tensor(scope.toFloat(value), described.axes(shape), ""));
        }
        return fed;
    }

    private Value loss(String name, Value output, Value target, Value weight, Loss wanted) {
        Scope scope = new Scope(graph, "loss/" + name, "the loss of " + Fault.quote(name));
        return new Losses(scope, Prediction.of(graph, name, output), target, weight).of(wanted);
    }

    private Value sum(List<Value> losses) {
        Scope scope = new Scope(graph, "loss", "the loss");
        Value sum = losses.get(0);
        for (Value next : losses.subList(1, losses.size())) sum = scope.add(sum, next);
        return sum;
    }

    private static Port port(String name, ElementType type, Value value) {
        return new Port(TensorInfo.of(name, type, value.shape().toArray()), value.node());
    }

    private static void requireDistinct(ModelSpec model) {
        Map<String, LayerSpec> seen = new LinkedHashMap<>();
        for (LayerSpec layer : model.leaves()) {
            if (!layer.isInput() && seen.put(layer.name(), layer) != null) {
                throw new Fault(
                        "two layers are called " + Fault.quote(layer.name()),
                        "give every layer a name of its own, those of inner models included");
            }
        }
        Set<String> outputs = new HashSet<>();
        for (TensorRef output : model.outputs()) {
            if (!outputs.add(output.layer())) {
                throw new Fault(
                        "layer " + Fault.quote(output.layer()) + " gives several outputs",
                        "put a layer behind each of them");
            }
        }
    }

    GraphDef toGraphDef() {
        return graph.toGraphDef();
    }

    List<Port> inputs() {
        return inputs;
    }

    List<Port> outputs() {
        return outputs;
    }

    /** Of the outputs that have a loss. */
    List<Port> targets() {
        return targets;
    }

    /** Weights of samples or pixels, in the order of the targets. */
    List<Port> weights() {
        return weights;
    }

    Variables variables() {
        return variables;
    }

    /** Node that is fed how many steps were taken. */
    Value step() {
        return step;
    }

    /** Of the model as it is trained. */
    Value loss() {
        return loss;
    }

    /** Of the model as it predicts. */
    Value predictedLoss() {
        return predictedLoss;
    }
}
