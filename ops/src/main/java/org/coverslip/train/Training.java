package org.coverslip.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.coverslip.classify.Classifier;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.step.Step;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.TrainingSetup;
import org.coverslip.report.ImageFile;
import org.coverslip.report.ModelIdentity;
import org.coverslip.report.Request;
import org.coverslip.report.RunFolder;
import org.coverslip.train.architecture.Architectures;
import org.coverslip.train.architecture.Frame;
import org.coverslip.train.augment.Augmentation;
import org.coverslip.train.data.ExampleSet;
import org.coverslip.train.data.Frequencies;
import org.coverslip.train.loop.Outcome;
import org.coverslip.train.loop.TrainingLoop;
import org.coverslip.train.prepare.ClassSamples;
import org.coverslip.train.prepare.Prepared;
import org.coverslip.train.prepare.Standardisation;
import org.coverslip.train.split.Part;

/** The part of {@link TrainClassifier} that begins when all pictures are read. */
final class Training {

    /** Training samples that are looked at after every epoch for the curve of their accuracy. */
    private static final int WATCHED = 500;

    private final TrainingJob job;
    private final NetworkEngine engine;
    private final Learning learning;
    private final Seeing seeing;
    private final Path output;

    Training(TrainingJob job, Seeing seeing) {
        this.job = job;
        this.engine = job.engine();
        this.learning = job.learning();
        this.seeing = seeing;
        this.output = job.output();
    }

    TrainClassifier.Result run(
            ExampleSet set,
            Prepared prepared,
            Blueprint blueprint,
            Frame frame,
            String[] title,
            Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("data", prepared.sha256());
        Request request =
                new Request(
                        "train", all, new ModelIdentity(blueprint.name(), "", "architecture", ""));
        try (RunFolder folder = RunFolder.open(output, request, Verdict.columns(set.labels()))) {
            set.notes().forEach(folder::warn);
            set.failures().forEach((n, why) -> folder.failed(ImageFile.unsaved(n), why));
            SetReport report = new SetReport(set.labels(), prepared);
            report.write(output);
            List<Step> steps =
                    Standardisation.of(
                            seeing.normalize(),
                            prepared.store(),
                            prepared.of(Part.TRAINING),
                            frame.channels());
            ClassSamples.Form form =
                    new ClassSamples.Form(
                            blueprint.input(),
                            Architectures.OUTPUT,
                            frame.width(),
                            frame.channels(),
                            frame.classes(),
                            steps);
            Learned learned = learn(folder, set, prepared, blueprint, form, request);
            Outcome outcome = learned.outcome();
            boolean canceled = outcome.ending() == Outcome.Ending.CANCELED;
            if (!outcome.message().isEmpty()) folder.warn(outcome.message());
            if (outcome.bestEpoch() == 0) {
                folder.cancel();
                return result(set, Optional.empty(), Map.of(), outcome);
            }
            // NB: an interrupt is a way to cancel, and would break off every file that is written
            // because of it.
            boolean interrupted = Thread.interrupted();
            try {
                Path model = output.resolve("model");
                new BundleExport(
                                engine,
                                blueprint,
                                set.labels(),
                                set.exclusive(),
                                steps,
                                seeing.spacing())
                        .write(title[0], title[1], outcome.weights(), model);
                // NB: who stops a run wants it to end within a second.
                Map<String, Double> metrics =
                        canceled ? outcome.best() : check(folder, set, prepared, form, model);
                learned.record(blueprint.name(), engine.name(), all, set.labels(), report, metrics)
                        .write(model);
                if (canceled) folder.cancel();
                else folder.finish();
                return result(set, Optional.of(model), metrics, outcome);
            } finally {
                if (interrupted) Thread.currentThread().interrupt();
            }
        }
    }

    /** What the loop gave, and what is known of the network that it trained. */
    private record Learned(Outcome outcome, long parameters, String device) {

        TrainingRecord record(
                String network,
                String engine,
                Map<String, String> settings,
                List<String> labels,
                SetReport report,
                Map<String, Double> metrics) {
            return new TrainingRecord(
                    network,
                    parameters,
                    engine,
                    device,
                    settings,
                    settings.get("data"),
                    labels,
                    report.counts(),
                    report.groups(),
                    outcome.ending().name().toLowerCase(Locale.ROOT),
                    outcome.bestEpoch(),
                    metrics);
        }
    }

    private Learned learn(
            RunFolder folder,
            ExampleSet set,
            Prepared prepared,
            Blueprint blueprint,
            ClassSamples.Form form,
            Request request) {
        try (LearningNetwork net = engine.learn(setup(blueprint, set, prepared))) {
            job.ranOn(folder, net);
            Outcome outcome = loop(net, set, prepared, form, request.fingerprint()).run();
            return new Learned(outcome, net.parameters(), net.device().toString());
        }
    }

    private static TrainClassifier.Result result(
            ExampleSet set, Optional<Path> model, Map<String, Double> metrics, Outcome outcome) {
        return new TrainClassifier.Result(
                model,
                metrics,
                set.failures(),
                set.notes(),
                outcome.message(),
                outcome.ending() == Outcome.Ending.CANCELED);
    }

    private TrainingSetup setup(Blueprint blueprint, ExampleSet set, Prepared prepared) {
        Frequencies frequencies =
                Frequencies.of(prepared.examples(Part.TRAINING), set.labels().size());
        return job.setup(
                blueprint,
                Map.of(
                        Architectures.OUTPUT,
                        LossChoice.of(learning.loss(), set.exclusive(), frequencies)));
    }

    private TrainingLoop loop(
            LearningNetwork net,
            ExampleSet set,
            Prepared prepared,
            ClassSamples.Form form,
            String fingerprint) {
        int[] training = prepared.of(Part.TRAINING);
        int[] watched = new int[Math.min(WATCHED, training.length)];
        for (int i = 0; i < watched.length; i++) {
            watched[i] = training[(int) ((long) i * training.length / watched.length)];
        }
        return job.loop(net, fingerprint)
                .training(samples(prepared, training, form, seeing.augmentation()))
                .validation(
                        samples(prepared, prepared.of(Part.VALIDATION), form, Augmentation.NONE))
                .measures(
                        List.of(new Accuracy(form.output(), set.exclusive())),
                        Optional.of(samples(prepared, watched, form, Augmentation.NONE)));
    }

    private static ClassSamples samples(
            Prepared prepared, int[] chosen, ClassSamples.Form form, Augmentation augmentation) {
        return new ClassSamples(prepared.store(), prepared.examples(), chosen, form, augmentation);
    }

    /** NB: by the bundle as it was written, so that the figures are those its users will see. */
    private Map<String, Double> check(
            RunFolder folder,
            ExampleSet set,
            Prepared prepared,
            ClassSamples.Form form,
            Path model) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        List<Verdict> verdicts = new ArrayList<>();
        try (ModelBundle bundle = Models.open(model, engine);
                Network net =
                        engine.open(
                                bundle.savedModel(),
                                NetworkOptions.DEFAULT
                                        .withDevice(learning.device())
                                        .withThreads(learning.threads()))) {
            Classifier classifier = new Classifier(bundle, net);
            for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
                int[] own = prepared.of(part);
                if (own.length == 0) continue;
                Verdict verdict =
                        Verdict.of(
                                part,
                                prepared.examples(part),
                                samples(prepared, own, form, Augmentation.NONE),
                                form.input(),
                                classifier,
                                learning.batch(),
                                set.labels(),
                                set.exclusive());
                verdicts.add(verdict);
                metrics.putAll(verdict.metrics());
            }
        }
        folder.keepOnly(
                verdicts.stream()
                        .flatMap(v -> v.examples().stream())
                        .map(e -> e.name())
                        .collect(Collectors.toSet()));
        for (Verdict verdict : verdicts) {
            List<List<String>> rows = verdict.rows();
            for (int i = 0; i < rows.size(); i++) {
                var example = verdict.examples().get(i);
                folder.done(ImageFile.of(example.name(), example.file()), rows.get(i));
            }
        }
        Verdict last = verdicts.get(verdicts.size() - 1);
        if (set.exclusive()) last.confusion().write(output.resolve("confusion.csv"));
        return metrics;
    }
}
