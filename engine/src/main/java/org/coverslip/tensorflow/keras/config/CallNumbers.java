package org.coverslip.tensorflow.keras.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.coverslip.tensorflow.keras.config.Argument.TensorRef;

/**
 * Makes the numbers of calls start at 0 for every layer. A model with inputs of its own owns a
 * first call that is not in the file (from its inputs to its outputs), so Keras counts the calls of
 * a nested model from 1; a nested model without one is counted from 0.
 */
final class CallNumbers {

    private final Set<String> layers;
    private final Map<String, List<CallSpec>> calls;
    private final Map<String, Integer> first = new HashMap<>();

    CallNumbers(List<String> layers, Map<String, List<CallSpec>> calls) {
        this.layers = new HashSet<>(layers);
        this.calls = calls;
    }

    /** Finds out from which number the calls of a nested model are counted. */
    void countModel(String layer, List<TensorRef> outputs) {
        int highest =
                Stream.concat(
                                outputs.stream(),
                                calls.values().stream()
                                        .flatMap(List::stream)
                                        .flatMap(c -> c.needs().stream()))
                        .filter(t -> t.layer().equals(layer))
                        .mapToInt(TensorRef::call)
                        .max()
                        .orElse(0);
        if (highest == calls.get(layer).size()) first.put(layer, 1);
    }

    List<CallSpec> calls(String layer) {
        return calls.get(layer).stream()
                .map(
                        c ->
                                new CallSpec(
                                        c.arguments().stream().map(this::argument).toList(),
                                        c.keywords().entrySet().stream()
                                                .collect(
                                                        Collectors.toMap(
                                                                Map.Entry::getKey,
                                                                e -> argument(e.getValue())))))
                .toList();
    }

    List<TensorRef> refs(List<TensorRef> refs) {
        return refs.stream().map(this::ref).toList();
    }

    private Argument argument(Argument a) {
        return a instanceof TensorRef t ? ref(t) : a;
    }

    private TensorRef ref(TensorRef t) {
        if (!layers.contains(t.layer())) {
            throw new Fault(
                    "a connection starts at layer "
                            + Fault.quote(t.layer())
                            + ", which is not in the file",
                    Fault.SAVE_AGAIN);
        }
        return new TensorRef(t.layer(), t.call() - first.getOrDefault(t.layer(), 0), t.output());
    }
}
