package org.coverslip.dialog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.coverslip.RefusedException;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Shipped;
import org.coverslip.network.Engines;

/**
 * Finds out, behind an open dialog, what reading files can tell: what the model is, whether it
 * fits, and how much there is to do. Nothing is read before the dialog stands, and nothing for
 * values that have changed meanwhile.
 */
final class Forecast implements AutoCloseable {

    private static final long PAUSE_MS = 400;

    /** Inputs of the operations that need other facts than a classifier does. */
    private static final Set<String> NOT_CLASSIFYING = Set.of("threshold", "codebook", "words");

    private final CommandForm form;
    private final Runnable changed;
    private final ScheduledExecutorService reader =
            Executors.newSingleThreadScheduledExecutor(
                    work -> {
                        Thread thread = new Thread(work, "coverslip-forecast");
                        thread.setDaemon(true);
                        return thread;
                    });
    private Future<?> next;
    private String knownModel = "";
    private ModelFacts known = ModelFacts.NONE;

    /**
     * @param changed called on another thread when the form knows more
     */
    Forecast(CommandForm form, Runnable changed) {
        this.form = form;
        this.changed = changed;
    }

    /**
     * What was found out.
     *
     * @param notes by key of the field
     */
    record Findings(ModelFacts facts, Map<String, Note> notes, Note plan) {}

    /** Looks again when nothing has been typed for a moment. */
    synchronized void later() {
        if (next != null) next.cancel(true);
        next = reader.schedule(this::look, PAUSE_MS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        Map<String, String> asked = form.texts();
        try {
            if (!form.found(asked, find(asked, false))) return;
            changed.run();
            // NB: to list the layers takes TensorFlow and seconds; the rest is shown before.
            if (!form.has("layer") || known.equals(ModelFacts.NONE)) return;
            if (form.found(asked, find(asked, true))) changed.run();
        } catch (RuntimeException e) {
            // NB: an estimate that fails must not keep anybody from running the command, which will
            // say what is wrong.
            System.getLogger(Forecast.class.getName()).log(System.Logger.Level.DEBUG, "", e);
        }
    }

    /**
     * Reads what the texts name, on this thread.
     *
     * @param layers whether to load the network for the names of its layers
     */
    Findings find(Map<String, String> asked, boolean layers) {
        Map<String, Note> notes = new HashMap<>();
        ModelFacts facts = facts(asked.getOrDefault("model", ""), layers, notes);
        Note plan = Note.NONE;
        boolean named = !asked.getOrDefault("input", "").isBlank();
        boolean fits = form.isReady() && notes.values().stream().noneMatch(Note::fault);
        if (fits && named && form.has("region") && !facts.equals(ModelFacts.NONE)) {
            try {
                plan = Note.fact(WorkPlan.of(OwnCommands.title(form.command()), asked, facts));
            } catch (RefusedException e) {
                plan = Note.fault(e.getMessage());
            }
        }
        return new Findings(facts, notes, plan);
    }

    private ModelFacts facts(String model, boolean layers, Map<String, Note> notes) {
        if (model.isBlank() || !form.has("model")) return ModelFacts.NONE;
        Path path = Path.of(model.strip());
        boolean shipped = Shipped.names().contains(path.toString());
        if (!shipped && !Files.exists(path)) return ModelFacts.NONE;
        if (!model.equals(knownModel)) {
            knownModel = "";
            try {
                known = read(path, false);
                knownModel = model;
            } catch (RefusedException e) {
                notes.put("model", Note.fault(e.getMessage()));
                return ModelFacts.NONE;
            }
        }
        if (layers && known.layers().isEmpty()) {
            try {
                known = read(path, true);
            } catch (RefusedException e) {
                // NB: such as one that the user has yet to trust; then the layer's name is typed.
                known = read(path, false);
            }
        }
        notes.put("model", Note.fact(known.summary()));
        return known;
    }

    private ModelFacts read(Path path, boolean layers) {
        try (ModelBundle model = Models.open(path, Engines.get())) {
            // NB: to classify, a model must say everything. What looks at it, finds objects or
            // words
            // or learns on from it has other needs, which the operation knows.
            boolean other = NOT_CLASSIFYING.stream().anyMatch(form::has);
            if (form.has("region") && !other) model.requireComplete();
            return ModelFacts.of(model, layers);
        }
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
