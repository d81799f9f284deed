package org.coverslip.model;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;
import org.coverslip.model.step.Sigmoid;
import org.coverslip.model.step.Softmax;

/**
 * Whether a bundle says all that its task needs.
 *
 * @param bundle that is looked at
 */
record Completeness(ModelBundle bundle) {

    static final String NORMALIZE = "<0..1|-1..1|caffe|samplewise|none|bgr|mean;std>";

    static InputSpec requireImageModel(ModelBundle bundle) {
        return bundle.imageInput().orElseThrow(() -> notOfImages(bundle));
    }

    private static RefusedException notOfImages(ModelBundle bundle) {
        if (bundle.inputs().isEmpty()) {
            return new RefusedException(
                    bundle.source(),
                    "nothing says which of its signatures to call",
                    "look at them with model-info, and export the model with serving_default");
        }
        return new RefusedException(
                bundle.source(),
                "this is not a model of images: its inputs are "
                        + bundle.inputs().stream()
                                .map(i -> i.name() + " " + i.shapeText())
                                .collect(Collectors.joining(", ")),
                "give a model with an input [batch, y, x, channels]");
    }

    List<MissingFact> missing() {
        List<MissingFact> facts = new ArrayList<>();
        InputSpec input = requireImageModel(bundle);
        if (input.axes().isEmpty()) {
            facts.add(
                    new MissingFact(
                            "axes",
                            "the order of the input's axes " + input.shapeText(),
                            "<byxc|bcyx>"));
        }
        boolean classifies = bundle.task() == Task.CLASSIFICATION || bundle.task() == Task.UNKNOWN;
        if (classifies && bundle.labels().isEmpty()) facts.add(labels());
        if (!input.preprocessingKnown()) {
            facts.add(
                    new MissingFact(
                            "normalize", "how pixel values become the network's input", NORMALIZE));
        }
        if (classifies && input.fixedSize() && bundle.resize().isEmpty()) {
            facts.add(
                    new MissingFact(
                            "resize",
                            "how pictures become "
                                    + input.size('x').text()
                                    + " by "
                                    + input.size('y').text()
                                    + " pixels",
                            "<nearest|bilinear|area>"));
        }
        if (classifies && bundle.scores().isEmpty() && !scoresFromSteps()) {
            facts.add(
                    new MissingFact(
                            "scores",
                            "whether the output is a probability already",
                            "<softmax|sigmoid|logits>"));
        }
        return facts;
    }

    List<MissingFact> missingForSlides() {
        List<MissingFact> facts = missing();
        if (bundle.spacing().isEmpty()) {
            facts.add(
                    new MissingFact(
                            "spacing",
                            "micrometres per pixel of the network's input",
                            "<um per pixel>"));
        }
        return facts;
    }

    private MissingFact labels() {
        OptionalInt classes = classes();
        if (classes.isEmpty()) {
            return new MissingFact("labels", "the names of its classes", "<a,b,...>");
        }
        int n = classes.getAsInt() == 1 ? 2 : classes.getAsInt();
        String form =
                n > 4
                        ? "<file with one label per line>"
                        : "abcd"
                                .substring(0, n)
                                .chars()
                                .mapToObj(Character::toString)
                                .collect(Collectors.joining(",", "<", ">"));
        String why = "the names of its " + n + " classes, in the order of the output";
        return new MissingFact("labels", why, form);
    }

    private boolean scoresFromSteps() {
        return bundle.outputs().stream()
                .flatMap(o -> o.postprocessing().stream())
                .anyMatch(s -> s instanceof Softmax || s instanceof Sigmoid);
    }

    private OptionalInt classes() {
        return bundle.outputs().isEmpty()
                ? OptionalInt.empty()
                : bundle.outputs().get(0).channels();
    }

    String importLine() {
        StringBuilder line = new StringBuilder("java -jar coverslip.jar import-model model=");
        String source = bundle.source().toString();
        line.append(source.matches("\\S*") ? source : '"' + source + '"');
        for (MissingFact fact : missing()) {
            line.append(' ').append(fact.name()).append('=').append(fact.form());
        }
        return line.append(" output=<folder>").toString();
    }

    void require() {
        List<MissingFact> facts = missing();
        if (facts.isEmpty()) return;
        throw new RefusedException(
                bundle.source(),
                "the model does not say "
                        + facts.stream()
                                .map(f -> f.name() + " (" + f.why() + ")")
                                .collect(Collectors.joining(", ")),
                "supply it once with " + importLine());
    }

    void requireMatchingLabels() {
        OptionalInt classes = classes();
        int given = bundle.labels().size();
        if (classes.isEmpty() || given == 0) return;
        int n = classes.getAsInt();
        if (n == 1 && bundle.scores().orElse(Scores.SIGMOID) == Scores.SIGMOID) {
            if (given <= 2) return;
            throw new RefusedException(
                    "labels=" + String.join(",", bundle.labels()),
                    given + " labels are given for a single sigmoid output",
                    "give two, the second one for values near 1, or one");
        }
        if (given != n) {
            throw new RefusedException(
                    "labels=" + String.join(",", bundle.labels()),
                    given + " labels are given for " + n + " outputs",
                    "give exactly one label per output, in the order of the output");
        }
    }
}
