package org.coverslip.tensorflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.network.Tensor;
import org.coverslip.tensorflow.inline.Wire;

/** Runs the opened graph of a model; only while the model is open. */
record InnerRun(OpenModel model) {

    /**
     * @param given as for a run of the network
     * @param more further tensors to be given a value, in their own types
     * @param wanted what to fetch, by the names the values shall have
     */
    Map<String, Tensor> fetch(
            Map<String, Tensor> given, Map<Wire, Tensor> more, Map<String, Wire> wanted) {
        InnerGraph inside = model.inside();
        List<Tensor> values = model.checked(given);
        Map<Wire, Tensor> known = new HashMap<>(more);
        for (int i = 0; i < values.size(); i++)
            known.put(inside.input(model.inputs().get(i)), values.get(i));
        // NB: TensorFlow refuses to fetch what is fed.
        List<Wire> fetched =
                wanted.values().stream().distinct().filter(w -> !known.containsKey(w)).toList();
        List<Wire> fed = List.copyOf(more.keySet());
        List<Tensor> all = new ArrayList<>(values);
        for (Wire wire : fed) all.add(more.get(wire));
        List<Tensor> results =
                fetched.isEmpty()
                        ? List.of()
                        : model.session()
                                .run(
                                        model.feeds().and(inside.ports(fed)),
                                        all,
                                        inside.ports(fetched));
        for (int i = 0; i < results.size(); i++) known.put(fetched.get(i), results.get(i));
        Map<String, Tensor> named = new LinkedHashMap<>();
        wanted.forEach((name, wire) -> named.put(name, known.get(wire)));
        return named;
    }
}
