package org.coverslip.model.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Size;
import org.coverslip.model.Task;

/**
 * {@code meta.json} of CSBDeep exports: {@code axes} (such as YXC, without the batch) and {@code
 * axes_div_by} (what each size must be divisible by). Source: github.com/CSBDeep/CSBDeep, {@code
 * models/base_model.py}, {@code export_TF}. How values are normalised stands nowhere in it.
 */
final class CsbdeepMeta {

    private static final int LARGEST = 1 << 20;

    private CsbdeepMeta() {}

    static void read(Path meta, ModelBundle.Builder bundle) {
        Fields fields = Documents.json(meta);
        String axes = "b" + fields.text("axes").orElse("").toLowerCase(Locale.ROOT);
        ModelBundle soFar = bundle.build();
        if (soFar.inputs().size() != 1 || soFar.inputs().get(0).sizes().size() != axes.length()) {
            return;
        }
        if (!axes.matches("[btczyx]+") || axes.chars().distinct().count() != axes.length()) {
            throw fields.refused("axes", "letters of TCZYX, each at most once,");
        }
        InputSpec input = soFar.inputs().get(0);
        List<Integer> divisors = fields.integers("axes_div_by", 1, LARGEST);
        List<Size> sizes = new ArrayList<>(input.sizes());
        if (divisors.size() == axes.length() - 1) {
            for (int i = 1; i < axes.length(); i++) {
                int step = divisors.get(i - 1);
                if (sizes.get(i).equals(Size.ANY)) sizes.set(i, Size.stepped(step, step));
            }
        }
        bundle.inputs(
                List.of(new InputSpec(input.name(), axes, input.type(), sizes, List.of(), false)));
        List<OutputSpec> outputs = new ArrayList<>();
        for (OutputSpec o : soFar.outputs()) {
            boolean same = o.sizes().size() == axes.length();
            outputs.add(
                    new OutputSpec(
                            o.name(),
                            same ? axes : o.axes(),
                            o.type(),
                            o.sizes(),
                            o.halo(),
                            o.postprocessing()));
        }
        bundle.outputs(outputs).format("CSBDeep");
        if (fields.text("type").orElse("").matches("(?i)care|upsamplingcare|isotropiccare|n2v")) {
            bundle.task(Task.RESTORATION);
        }
    }
}
