package org.coverslip.dialog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.coverslip.RefusedException;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.network.Engines;

/**
 * Finds out, behind an open dialog, what reading files can tell: what the model is, whether it
 * fits, and how much there is to do. Nothing is read before the dialog stands, and nothing for
 * values that have changed meanwhile.
 */
final class Forecast implements AutoCloseable {

    private static final long PAUSE_MS = 400;

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
            if (form.found(asked, find(asked))) changed.run();
        } catch (RuntimeException e) {
            // NB: an estimate that fails must not keep anybody from running the command, which will
            // say what is wrong.
            System.getLogger(Forecast.class.getName()).log(System.Logger.Level.DEBUG, "", e);
        }
    }

    /** Reads what the texts name, on this thread. */
    Findings find(Map<String, String> asked) {
        Map<String, Note> notes = new HashMap<>();
        ModelFacts facts = facts(asked.getOrDefault("model", ""), notes);
        Note plan = Note.NONE;
        boolean named = !asked.getOrDefault("input", "").isBlank();
        boolean fits = notes.values().stream().noneMatch(Note::fault);
        if (fits && named && form.has("region") && !facts.equals(ModelFacts.NONE)) {
            try {
                plan = Note.fact(WorkPlan.of(OwnCommands.title(form.command()), asked, facts));
            } catch (RefusedException e) {
                plan = Note.fault(e.getMessage());
            }
        }
        return new Findings(facts, notes, plan);
    }

    private ModelFacts facts(String model, Map<String, Note> notes) {
        if (model.isBlank() || !form.has("model")) return ModelFacts.NONE;
        if (!model.equals(knownModel)) {
            knownModel = "";
            try {
                Path path = Path.of(model.strip());
                if (!Files.exists(path)) return ModelFacts.NONE;
                known = read(path);
                knownModel = model;
            } catch (RefusedException e) {
                notes.put("model", Note.fault(e.getMessage()));
                return ModelFacts.NONE;
            }
        }
        notes.put("model", Note.fact(known.summary()));
        return known;
    }

    private ModelFacts read(Path path) {
        try (ModelBundle model = Models.open(path, Engines.get())) {
            // NB: to be imported or looked at, a model may lack facts; to classify, it may not.
            // What
            // finds objects has other needs, which the operation knows.
            if (form.has("input") && !form.has("threshold")) model.requireComplete();
            return ModelFacts.of(model, form.has("layer"));
        }
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
