package org.coverslip.tensorflow.keras.layer;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Value;

/**
 * The functions that Keras applies by name. Sources: {@code keras/src/activations/activations.py}
 * and, for Keras 2, {@code backend.py}.
 */
final class Activations {

    private static final Map<String, BiFunction<Scope, Value, Value>> BY_NAME = new HashMap<>();

    static {
        operation("relu", "Relu");
        operation("relu6", "Relu6");
        operation("sigmoid", "Sigmoid");
        operation("tanh", "Tanh");
        operation("softmax", "Softmax");
        operation("softmax_v2", "Softmax");
        operation("log_softmax", "LogSoftmax");
        operation("elu", "Elu");
        operation("selu", "Selu");
        operation("softplus", "Softplus");
        operation("softsign", "Softsign");
        operation("exponential", "Exp");
        BY_NAME.put("linear", (s, x) -> x);
        BY_NAME.put("leaky_relu", (s, x) -> leakyRelu(s, x, 0.2));
        BY_NAME.put("gelu", (s, x) -> gelu(s, x, false));
        BY_NAME.put("swish", Activations::silu);
        BY_NAME.put("silu", Activations::silu);
        BY_NAME.put("mish", Activations::mish);
        BY_NAME.put("celu", (s, x) -> s.unary("Elu", x));
        BY_NAME.put("hard_silu", Activations::hardSilu);
        BY_NAME.put("hard_swish", Activations::hardSilu);
        BY_NAME.put("hard_tanh", (s, x) -> s.clamp(x, -1, 1));
        BY_NAME.put("log_sigmoid", Activations::logSigmoid);
    }

    private Activations() {}

    private static void operation(String name, String type) {
        BY_NAME.put(name, (s, x) -> s.unary(type, x));
    }

    /** Ends a layer with the {@code activation} of its configuration. */
    static Tensor finish(LayerCall call, Value x) {
        return apply(call, call.gives(x), call.config().raw("activation"));
    }

    /**
     * Applies an activation as Keras writes it: null, a name, a function object or a layer object.
     */
    private static Tensor apply(LayerCall call, Tensor x, JsonElement activation) {
        if (activation.isJsonNull()) return x.withActivation("linear");
        if (activation instanceof JsonPrimitive p && p.isString()) {
            return named(call, x, p.getAsString());
        }
        if (activation instanceof JsonObject o) {
            if (o.get("config") instanceof JsonPrimitive p) return named(call, x, p.getAsString());
            if (o.get("config") instanceof JsonObject inner
                    && o.get("class_name") instanceof JsonPrimitive p) {
                return layer(call, x, p.getAsString(), inner);
            }
        }
        throw call.config().wrong("activation", "the name of a function");
    }

    private static Tensor named(LayerCall call, Tensor x, String name) {
        Scope scope = call.scope();
        if (name.equals("hard_sigmoid")) {
            Value y = hardSigmoid(scope, x.value(), call.generation());
            return call.gives(y).withActivation(name);
        }
        BiFunction<Scope, Value, Value> function = BY_NAME.get(name);
        if (function == null) {
            throw new Fault(
                    call.layer()
                            + " uses the activation "
                            + Fault.quote(name)
                            + ", which is not one of Keras",
                    Fault.EXPORT);
        }
        String known = name.equals("softmax_v2") ? "softmax" : name;
        return call.gives(function.apply(scope, x.value())).withActivation(known);
    }

    private static Tensor layer(LayerCall call, Tensor x, String className, JsonObject config) {
        Config inner = new Config(call.config().owner(), config);
        KerasLayer layer = LayerRegistry.standard().find(className).orElse(null);
        if (layer == null || !layer.variables(inner, call.generation()).isEmpty()) {
            throw call.config().unsupported("an activation of class " + Fault.quote(className));
        }
        return layer.call(call.as(inner, x));
    }

    static Value leakyRelu(Scope scope, Value x, double slope) {
        return scope.op("LeakyRelu")
                .in(x)
                .type("T", x.type())
                .number("alpha", slope)
                .gives(x.shape());
    }

    /** x Phi(x), exact or by the tanh of Hendrycks and Gimpel (2016). */
    static Value gelu(Scope s, Value x, boolean approximate) {
        Value inner;
        if (approximate) {
            Value cube = s.mul(s.mul(s.mul(x, x), x), s.number(0.044715));
            inner = s.unary("Tanh", s.mul(s.add(x, cube), s.number(Math.sqrt(2 / Math.PI))));
        } else {
            inner = s.unary("Erf", s.mul(x, s.number(Math.sqrt(0.5))));
        }
        return s.mul(s.mul(x, s.number(0.5)), s.add(inner, s.number(1)));
    }

    private static Value silu(Scope s, Value x) {
        return s.mul(x, s.unary("Sigmoid", x));
    }

    private static Value mish(Scope s, Value x) {
        return s.mul(x, s.unary("Tanh", s.unary("Softplus", x)));
    }

    /** clip(0.2 x + 0.5) in Keras 2, relu6(x + 3) / 6 in Keras 3. */
    private static Value hardSigmoid(Scope s, Value x, int generation) {
        double slope = generation == 2 ? 0.2 : 1 / 6.0;
        return s.clamp(s.add(s.mul(x, s.number(slope)), s.number(0.5)), 0, 1);
    }

    private static Value hardSilu(Scope s, Value x) {
        return s.mul(x, hardSigmoid(s, x, 3));
    }

    private static Value logSigmoid(Scope s, Value x) {
        return s.unary("Neg", s.unary("Softplus", s.unary("Neg", x)));
    }
}
