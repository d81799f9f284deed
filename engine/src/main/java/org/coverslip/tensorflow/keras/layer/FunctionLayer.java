package org.coverslip.tensorflow.keras.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Value;
import org.tensorflow.proto.DataType;

/**
 * {@code TFOpLambda} and {@code SlicingOpLambda} of Keras 2: a TensorFlow function used as a layer.
 * Arithmetic with constants and the reversal of channels, as the {@code preprocess_input} functions
 * leave them in a model. Source: {@code tf_keras/layers/core/tf_op_layer.py}.
 */
final class FunctionLayer implements KerasLayer {

    private static final Map<String, String> BINARY =
            Map.ofEntries(
                    Map.entry("math.add", "AddV2"),
                    Map.entry("__operators__.add", "AddV2"),
                    Map.entry("math.subtract", "Sub"),
                    Map.entry("math.multiply", "Mul"),
                    Map.entry("math.divide", "RealDiv"),
                    Map.entry("math.truediv", "RealDiv"),
                    Map.entry("math.maximum", "Maximum"),
                    Map.entry("math.minimum", "Minimum"));

    private static final Map<String, String> UNARY =
            Map.ofEntries(
                    Map.entry("nn.relu", "Relu"),
                    Map.entry("nn.relu6", "Relu6"),
                    Map.entry("nn.softmax", "Softmax"),
                    Map.entry("math.sigmoid", "Sigmoid"),
                    Map.entry("math.tanh", "Tanh"),
                    Map.entry("math.exp", "Exp"),
                    Map.entry("math.square", "Square"),
                    Map.entry("math.sqrt", "Sqrt"),
                    Map.entry("math.abs", "Abs"));

    @Override
    public Tensor call(LayerCall call) {
        String function = call.config().text("function", "");
        Scope s = call.scope();
        List<Value> values = new ArrayList<>(call.values());
        call.keyword("x").ifPresent(x -> values.add(0, x));
        call.keyword("y").ifPresent(values::add);
        if (BINARY.containsKey(function) && values.size() == 2) {
            return call.gives(s.binary(BINARY.get(function), values.get(0), values.get(1)));
        }
        if (function.equals("nn.bias_add") && values.size() == 1) {
            Optional<Value> bias = call.keyword("bias");
            if (bias.isPresent() && !keyword(call, "data_format").contains("NC")) {
                return call.gives(s.add(values.get(0), bias.get()));
            }
        }
        if (function.equals("cast") && keyword(call, "dtype").equals("\"float32\"")) {
            return call.gives(s.unary("Identity", values.get(0)));
        }
        if (function.equals("__operators__.getitem") && reversesChannels(call)) {
            return call.gives(reversed(s, values.get(0)));
        }
        boolean plain = call.keywords().keySet().stream().allMatch(k -> k.equals("name"));
        if (UNARY.containsKey(function) && values.size() == 1 && plain) {
            return call.gives(s.unary(UNARY.get(function), values.get(0)));
        }
        throw new Fault(
                call.layer() + " calls the TensorFlow function " + Fault.quote(function),
                Fault.EXPORT);
    }

    private static String keyword(LayerCall call, String name) {
        LayerCall.Operand o = call.keywords().get(name);
        return o == null || o.constant() == null ? "" : o.constant().toString();
    }

    /** Whether it is {@code x[..., ::-1]}, which turns RGB into BGR. */
    private static boolean reversesChannels(LayerCall call) {
        return keyword(call, "slice_spec")
                .matches(
                        "\\[(\"\\.\\.\\.\"|\\{\"class_name\":\"__ellipsis__\"\\}),"
                                + "\\{\"start\":null,\"stop\":null,\"step\":-1\\}\\]");
    }

    private static Value reversed(Scope s, Value x) {
        return s.op("ReverseV2")
                .in(x, s.integers(x.rank() - 1))
                .type("T", x.type())
                .type("Tidx", DataType.DT_INT32)
                .gives(x.shape());
    }
}
