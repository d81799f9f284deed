package org.coverslip.plugins;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coverslip.model.InputSpec;
import org.coverslip.model.MissingFact;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.OutputSpec;
import org.coverslip.network.NetworkReport;
import org.coverslip.network.Signature;

/** A model in words, for model-info. */
final class ModelDescription {

    private final List<String> lines = new ArrayList<>();

    private ModelDescription() {}

    static String of(ModelBundle model, NetworkReport report) {
        ModelDescription text = new ModelDescription();
        text.bundle(model);
        model.inputs().forEach(text::input);
        model.outputs().forEach(text::output);
        text.missing(model);
        report.signatures().forEach(text::signature);
        text.safety(report);
        model.notes().forEach(note -> text.line("note", note));
        return String.join("\n", text.lines);
    }

    private void line(String key, Object value) {
        lines.add(String.format(Locale.ROOT, "%-15s %s", key + ":", value));
    }

    private void bundle(ModelBundle model) {
        line("model", model.name());
        if (!model.description().isBlank()) line("description", model.description());
        line("source", model.source() + " (" + model.format() + ")");
        line("weights sha256", model.sha256());
        line("task", model.task());
        line("labels", model.labels().isEmpty() ? "unknown" : String.join(", ", model.labels()));
        model.scores().ifPresent(s -> line("scores", s));
        model.resize().ifPresent(r -> line("resize", r));
        if (model.spacing().isPresent())
            line("spacing", model.spacing().getAsDouble() + " um per pixel");
        model.license().ifPresent(l -> line("license", l));
    }

    private void input(InputSpec input) {
        String axes = input.axes().isEmpty() ? "axes unknown" : input.axes();
        line(
                "input",
                input.name() + " " + axes + " " + type(input.type()) + " " + input.shapeText());
        if (!input.preprocessing().isEmpty()) line("  preprocessing", input.preprocessing());
    }

    private void output(OutputSpec output) {
        String axes = output.axes().isEmpty() ? "axes unknown" : output.axes();
        line(
                "output",
                output.name() + " " + axes + " " + type(output.type()) + " " + output.shapeText());
        if (!output.postprocessing().isEmpty()) line("  postprocessing", output.postprocessing());
    }

    private static String type(Enum<?> type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private void missing(ModelBundle model) {
        if (model.imageInput().isEmpty()) {
            line(
                    "missing",
                    "not a model of images: no input has two spatial axes; predict can still run it");
            return;
        }
        List<MissingFact> facts = model.missing();
        if (facts.isEmpty()) return;
        facts.forEach(f -> line("missing", f.name() + ": " + f.why()));
        line("supply with", model.importLine());
    }

    private void signature(Signature signature) {
        line("signature", signature.key());
        signature.inputs().forEach(t -> line("  in", t));
        signature.outputs().forEach(t -> line("  out", t));
    }

    private void safety(NetworkReport report) {
        int nodes = report.operations().values().stream().mapToInt(Integer::intValue).sum();
        line(
                "graph",
                nodes
                        + " operations of "
                        + report.operations().size()
                        + " kinds"
                        + (report.producer().isBlank()
                                ? ""
                                : ", written by TensorFlow " + report.producer()));
        if (report.dangerous().isEmpty()) {
            line("safety", "no operation reaches outside the graph");
            return;
        }
        report.dangerous().forEach(d -> line("dangerous", d));
        line("safety", "refused unless trust=true");
    }
}
