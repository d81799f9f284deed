package org.coverslip.model.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Size;
import org.coverslip.network.NetworkReport;
import org.coverslip.network.Signature;
import org.coverslip.network.TensorInfo;

/** Joins what a SavedModel says of itself with what a description says of it. */
final class Signatures {

    private static final String DEFAULT = "serving_default";

    private Signatures() {}

    /**
     * The signature to call: the wanted one, else {@code serving_default}, else the only one.
     *
     * @param wanted key; empty: any
     * @throws RefusedException if the wanted one is not there
     */
    static Optional<Signature> choose(Object subject, NetworkReport report, String wanted) {
        List<Signature> all = report.signatures();
        String key = wanted.isEmpty() ? DEFAULT : wanted;
        Optional<Signature> found = all.stream().filter(s -> s.key().equals(key)).findFirst();
        if (found.isPresent()) return found;
        if (!wanted.isEmpty()) {
            throw new RefusedException(
                    subject,
                    "the SavedModel has no signature " + wanted,
                    "use one of "
                            + all.stream().map(Signature::key).collect(Collectors.joining(", ")));
        }
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /** Inputs and outputs as a SavedModel declares them, nothing known of preprocessing. */
    static void describe(ModelBundle.Builder bundle, Signature signature) {
        List<InputSpec> inputs = new ArrayList<>();
        for (TensorInfo t : signature.inputs()) {
            inputs.add(new InputSpec(t.name(), axes(t), t.type(), sizes(t), List.of(), false));
        }
        List<OutputSpec> outputs = new ArrayList<>();
        for (TensorInfo t : signature.outputs()) {
            outputs.add(
                    new OutputSpec(t.name(), axes(t), t.type(), sizes(t), List.of(), List.of()));
        }
        bundle.inputs(inputs).outputs(outputs);
    }

    static List<Size> sizes(TensorInfo tensor) {
        if (tensor.shape() == null) return List.of();
        return tensor.shape().stream()
                .map(n -> n > 0 && n <= Integer.MAX_VALUE ? fixed(n) : Size.ANY)
                .toList();
    }

    private static Size fixed(long n) {
        return new Size.Fixed((int) n);
    }

    /**
     * The order of axes as far as the shape shows it: two axes are batch and channels; of four, the
     * channels are the one of axes 1 and 3 that is fixed where the other is not, or is clearly the
     * smaller one (at most 16 against at least 17). Else unknown.
     */
    static String axes(TensorInfo tensor) {
        if (tensor.shape() == null) return "";
        List<Long> s = tensor.shape();
        if (s.size() == 2) return "bc";
        if (s.size() != 4) return "";
        long first = s.get(1);
        long last = s.get(3);
        boolean channelsLast = last > 0 && (first <= 0 || (last <= 16 && first > 16));
        boolean channelsFirst = first > 0 && (last <= 0 || (first <= 16 && last > 16));
        return channelsLast ? "byxc" : channelsFirst ? "bcyx" : "";
    }

    /**
     * Names of a description's tensors in the SavedModel's signature: the same names, or, where
     * there is one on either side, that one.
     *
     * @param kind {@code inputs} or {@code outputs}, for the message
     * @throws RefusedException if they cannot be told
     */
    static Map<String, TensorInfo> match(
            Object subject, String kind, List<String> names, List<TensorInfo> tensors) {
        Map<String, TensorInfo> found = new LinkedHashMap<>();
        Map<String, TensorInfo> byName = new LinkedHashMap<>();
        for (TensorInfo t : tensors) byName.put(t.name(), t);
        if (names.size() == 1 && tensors.size() == 1) {
            return Map.of(names.get(0), tensors.get(0));
        }
        Set<String> used = new HashSet<>();
        for (String name : names) {
            TensorInfo t = byName.get(name);
            if (t == null || !used.add(name)) {
                throw new RefusedException(
                        subject,
                        "its "
                                + kind
                                + " "
                                + String.join(", ", names)
                                + " are not those of the SavedModel ("
                                + tensors.stream()
                                        .map(TensorInfo::toString)
                                        .collect(Collectors.joining("; "))
                                + ")",
                        "use the SavedModel's names in the description");
            }
            found.put(name, t);
        }
        return found;
    }
}
