package org.coverslip.plugins;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.network.Tensor;

/** Values for a network's inputs that are no picture: {@code min_size=40;thresholds=0.6,0.7}. */
final class ConstantInputs {

    private ConstantInputs() {}

    /**
     * @return a number, or a list of numbers, by input; empty for blank text
     * @throws RefusedException if it is written in another way
     */
    static Map<String, Tensor> parse(String text) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        if (text.isBlank()) return values;
        for (String part : text.split(";")) {
            String[] pair = part.split("=", 2);
            if (pair.length != 2 || pair[0].isBlank()) throw wrong(text, null);
            List<Double> numbers = new ArrayList<>();
            try {
                for (String number : pair[1].split(","))
                    numbers.add(Double.valueOf(number.strip()));
            } catch (NumberFormatException e) {
                throw wrong(text, e);
            }
            double[] all = numbers.stream().mapToDouble(Double::doubleValue).toArray();
            long[] shape = all.length == 1 ? new long[0] : new long[] {all.length};
            values.put(pair[0].strip(), Tensor.of(all, shape));
        }
        return values;
    }

    private static RefusedException wrong(String text, Exception cause) {
        return new RefusedException(
                "constants=" + text,
                "this cannot be read",
                "write name=number;name=number,number",
                cause);
    }
}
