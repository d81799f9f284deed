package org.coverslip.tensorflow.keras.config;

import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.coverslip.tensorflow.keras.config.Argument.Constant;
import org.coverslip.tensorflow.keras.config.Argument.TensorRef;

/**
 * One call of a layer.
 *
 * @param arguments in order; a list of tensors counts as that many arguments
 * @param keywords by name
 */
public record CallSpec(List<Argument> arguments, Map<String, Argument> keywords) {

    public CallSpec {
        arguments = List.copyOf(arguments);
        keywords = Map.copyOf(keywords);
    }

    /** Every tensor that must be there before the call can be made. */
    public List<TensorRef> needs() {
        return Stream.concat(arguments.stream(), keywords.values().stream())
                .filter(TensorRef.class::isInstance)
                .map(TensorRef.class::cast)
                .toList();
    }

    /** The {@code training} the call was made with; empty if it was not said. */
    public Optional<Boolean> training() {
        return keywords.get("training") instanceof Constant c
                        && c.value() instanceof JsonPrimitive p
                        && (p.isBoolean() || p.isNumber())
                ? Optional.of(p.isBoolean() ? p.getAsBoolean() : p.getAsInt() != 0)
                : Optional.empty();
    }
}
