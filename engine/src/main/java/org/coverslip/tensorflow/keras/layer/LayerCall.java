package org.coverslip.tensorflow.keras.layer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/**
 * One call of a layer: what it is called with, and where its operations go.
 *
 * @param layer the layer called
 * @param config its configuration
 * @param operands tensors and constants it is called with, in order
 * @param keywords by name
 * @param training whether the call asks for training behaviour
 * @param generation of Keras: 2 or 3
 * @param weights of the whole model
 * @param learning what training needs; null where the graph is for prediction only
 * @param scope of this call
 * @param home of the layer, whichever call it is: weights are named below it
 */
public record LayerCall(
        LayerSpec layer,
        Config config,
        List<Operand> operands,
        Map<String, Operand> keywords,
        boolean training,
        int generation,
        LayerWeights weights,
        Learning learning,
        Scope scope,
        Scope home) {

    /** A tensor, or else a constant of the architecture. */
    public record Operand(Tensor tensor, JsonElement constant) {}

    /** The tensors it is called with; at least one. */
    public List<Tensor> inputs() {
        List<Tensor> tensors =
                operands.stream().map(Operand::tensor).filter(t -> t != null).toList();
        if (tensors.isEmpty()) throw new Fault(layer + " has no input", Fault.SAVE_AGAIN);
        return tensors;
    }

    /** The only or first tensor. */
    public Tensor input() {
        return inputs().get(0);
    }

    /** The only or first tensor, as numbers. */
    public Value value() {
        return input().value();
    }

    /** The input as an image of four axes. */
    public Value image() {
        Value x = value();
        if (x.rank() != 4) {
            throw new Fault(
                    layer + " needs images of 4 axes and gets the shape " + x.shape(),
                    Fault.SAVE_AGAIN);
        }
        return x;
    }

    /** Tensors and numbers it is called with; the latter as constants of the graph. */
    public List<Value> values() {
        return operands.stream()
                .map(o -> o.tensor() != null ? o.tensor().value() : number(o.constant()))
                .toList();
    }

    /** What was given for a keyword, as a tensor or numbers; empty if nothing was. */
    public Optional<Value> keyword(String name) {
        Operand o = keywords.get(name);
        if (o == null || o.tensor() == null && o.constant().isJsonNull()) return Optional.empty();
        return Optional.of(o.tensor() != null ? o.tensor().value() : number(o.constant()));
    }

    private Value number(JsonElement constant) {
        JsonObject o = new JsonObject();
        o.add("argument", constant);
        double[] values = new Config(config.owner(), o).numbers("argument");
        boolean scalar = constant instanceof JsonPrimitive;
        boolean flat = constant instanceof JsonArray a && a.size() == values.length;
        if (!scalar && !flat) throw config.unsupported("a constant of several axes");
        return scope.numbers(scalar ? Shape.of() : Shape.of(values.length), values);
    }

    /** Whether the layer is to behave as in training, and can. */
    public boolean learns() {
        return training && learning != null;
    }

    /** A weight of this layer, which must have this shape. */
    public Value weight(String name, Shape shape) {
        return weights.value(layer, name, shape, shape, home);
    }

    /** A weight of this layer under another shape of as many elements. */
    public Value weight(String name, Shape shape, Shape as) {
        return weights.value(layer, name, shape, as, home);
    }

    /** The result of the call; its axes are those of the data format, else of the input. */
    public Tensor gives(Value value) {
        String axes = "";
        if (value.rank() == 4) {
            axes =
                    config.has("data_format")
                            ? ImageLayout.of(config).axes()
                            : inputs().stream()
                                    .filter(t -> t.value().rank() == 4)
                                    .map(Tensor::axes)
                                    .findFirst()
                                    .orElse("");
        }
        return new Tensor(value, axes, "");
    }

    /** The same call, as if the layer had another configuration and this one input. */
    LayerCall as(Config other, Tensor input) {
        return new LayerCall(
                layer,
                other,
                List.of(new Operand(input, null)),
                Map.of(),
                training,
                generation,
                weights,
                learning,
                scope,
                home);
    }
}
