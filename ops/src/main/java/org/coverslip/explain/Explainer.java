package org.coverslip.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.coverslip.RefusedException;
import org.coverslip.explain.method.Method;
import org.coverslip.explain.method.Methods;
import org.coverslip.explain.method.Question;
import org.coverslip.explain.method.RawHeat;
import org.coverslip.explain.method.Subject;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.network.LayerInfo;
import org.coverslip.network.Network;
import org.coverslip.network.ScoreGradient;

/**
 * A method joined to a network: the layer is chosen, the gradient prepared and tried once. Where
 * the network gives no gradient, a method without one takes its place and {@link #note()} says so.
 */
public final class Explainer implements AutoCloseable {

    /** Side of the trial picture where a network takes any size: some need 75 pixels or more. */
    private static final int TRIAL_SIDE = 256;

    private final Method method;
    private final LayerChoice choice;
    private final Subject subject;
    private final String scores;
    private final String note;

    private Explainer(
            Method method, LayerChoice choice, Subject subject, String scores, String note) {
        this.method = method;
        this.choice = choice;
        this.subject = subject;
        this.scores = scores;
        this.note = note;
    }

    /**
     * @param model that classifies
     * @param network the same model, loaded; stays open
     * @param wanted the method that was asked for
     * @param layer name of one of the network's layers; blank: the last convolutional one with at
     *     least 4 x 4 places
     * @param batch samples per call of the network
     * @param canceled asked between batches; an explanation that is stopped throws {@link
     *     java.util.concurrent.CancellationException}
     * @throws RefusedException if there is no such layer, it has no places, or the network gives no
     *     score per label
     */
    public static Explainer open(
            ModelBundle model,
            Network network,
            Method wanted,
            String layer,
            int batch,
            BooleanSupplier canceled) {
        InputSpec input = model.requireImageModel();
        requireScores(model, network);
        Method method = wanted;
        String note = "";
        LayerChoice choice = null;
        try {
            choice = layer(wanted, layer.strip(), network, model, input);
        } catch (Unreadable e) {
            method = Methods.withoutLayers();
            note = instead(wanted, method, e.getMessage());
        }
        ScoreGradient gradient = null;
        if (method.needs().gradient()) {
            String at = method.needs().layer() ? choice.layer().name() : input.name();
            try {
                gradient = network.gradient(model.outputs().get(0).name(), at);
                tryOut(gradient, model, network, choice, method);
            } catch (RefusedException e) {
                if (gradient != null) gradient.close();
                gradient = null;
                method = Methods.withoutGradients(wanted);
                note = instead(wanted, method, e.getMessage());
            }
        }
        String scores = gradient == null ? "probabilities" : gradient.scores().name();
        Subject subject = subject(model, network, choice, gradient, batch, canceled);
        return new Explainer(method, choice, subject, scores, note);
    }

    /** The graph cannot be looked into, so that only its outputs can be used. */
    private static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        Unreadable(String why) {
            super(why);
        }
    }

    private static LayerChoice layer(
            Method wanted, String name, Network network, ModelBundle model, InputSpec input)
            throws Unreadable {
        if (!wanted.needs().layer()) {
            if (name.isEmpty()) return null;
            throw new RefusedException(
                    "layer=" + name,
                    "method=" + wanted.word() + " explains by the input and not by a layer",
                    "leave layer empty or use method=gradcam");
        }
        if (!name.isEmpty()) return LayerChoice.named(name, network.layers(), input);
        List<LayerInfo> layers = List.of();
        String why = "this network shows no layers";
        try {
            layers = network.layers();
        } catch (RefusedException e) {
            why = e.getMessage();
        }
        if (layers.isEmpty()) throw new Unreadable(why);
        return LayerChoice.standard(layers, input)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        model.name(),
                                        "it has no convolutional layer of at least 4 x 4 places",
                                        "name a layer with layer=, or use method=occlusion or"
                                                + " method=integrated"));
    }

    private static String instead(Method wanted, Method method, String why) {
        String reason = why.endsWith(".") ? why.substring(0, why.length() - 1) : why;
        return wanted.word()
                + " could not be used ("
                + reason
                + "): everything was explained with "
                + method.word()
                + " instead";
    }

    private static Subject subject(
            ModelBundle model,
            Network network,
            LayerChoice choice,
            ScoreGradient gradient,
            int batch,
            BooleanSupplier canceled) {
        return new Subject(
                model,
                network,
                choice == null ? null : choice.layer(),
                choice == null ? null : choice.axes(),
                gradient,
                batch,
                canceled);
    }

    /** An empty picture. */
    private static TensorBlock trial(ModelBundle model) {
        InputSpec input = model.requireImageModel();
        int[] shape = new int[input.axes().length()];
        for (int i = 0; i < shape.length; i++) {
            char axis = input.axes().charAt(i);
            shape[i] =
                    switch (axis) {
                        case 'x', 'y' -> input.nearest(axis, TRIAL_SIDE);
                        case 'c' -> input.channels().orElse(3);
                        default -> 1;
                    };
        }
        float[] zeros = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        return new TensorBlock(zeros, shape, input.axes());
    }

    /** NB: segmenting networks may say nowhere that they are; their outputs show it. */
    private static void requireScores(ModelBundle model, Network network) {
        int labels = model.labels().size();
        int scores;
        try {
            scores = subject(model, network, null, null, 1, () -> false).scores(trial(model));
        } catch (RefusedException e) {
            // What is wrong with an empty picture need not be wrong with others: they are told
            // each for itself.
            return;
        }
        if (scores == labels || scores == 1 && labels == 2) return;
        throw new RefusedException(
                model.source(),
                "its output "
                        + model.outputs().get(0).name()
                        + " holds "
                        + scores
                        + " numbers per picture and not one score for each of "
                        + labels
                        + " labels",
                "explain takes networks that classify pictures");
    }

    /** NB: some gradients can be prepared and then fail in every run; better to know before. */
    private static void tryOut(
            ScoreGradient gradient,
            ModelBundle model,
            Network network,
            LayerChoice choice,
            Method method) {
        TensorBlock sample = trial(model);
        List<Question> one = List.of(new Question(sample, 0));
        // NB: not closed: it would close the gradient.
        Subject trial = subject(model, network, choice, gradient, 1, () -> false);
        if (method.needs().layer()) trial.gradients(one, map -> new RawHeat(1, 1, new float[1]));
        else trial.inputGradients(one);
    }

    /** Explains; one map per question, in order. */
    public List<RawHeat> explain(List<Question> questions) {
        return method.explain(subject, questions);
    }

    /** The method that is really used. */
    public Method method() {
        return method;
    }

    /** What is asked: for predictions of the same samples. */
    public Subject subject() {
        return subject;
    }

    /** Name of the layer; {@code input} where the pixels themselves are explained. */
    public String layer() {
        return method.needs().layer() ? choice.layer().name() : "input";
    }

    /** What is said of a run: layer, kind, shape, and where the scores are taken. */
    public String described() {
        List<String> parts = new ArrayList<>(List.of("method " + method.word()));
        if (!method.settings().isEmpty()) parts.add(method.settings());
        parts.add("layer " + layer());
        if (method.needs().layer()) {
            String shape = String.valueOf(choice.layer().shape()).replace("-1", "?");
            parts.add(choice.layer().kind() + " " + shape);
        }
        parts.add("scores " + scores);
        return String.join(", ", parts);
    }

    /** Empty, or one sentence: the method that was asked for did not fit the network. */
    public String note() {
        return note;
    }

    @Override
    public void close() {
        subject.close();
    }
}
