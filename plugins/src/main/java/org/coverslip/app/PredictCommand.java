package org.coverslip.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.coverslip.RefusedException;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.network.Device;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Npy;
import org.coverslip.network.Tensor;
import org.coverslip.plugins.CommandRun;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Raw tensors through a network: NumPy files in, NumPy files out, without preprocessing or
 * postprocessing, so that anyone can hold Coverslip against their Python. Command line only.
 */
@Plugin(
        type = Command.class,
        name = "predict",
        headless = true,
        description = "Runs a network on .npy tensors, in and out as they are.")
public final class PredictCommand extends ContextCommand {

    @Parameter private LogService log;

    @Parameter(description = "Path of a model: folder, zip or file.")
    private String model = "";

    @Parameter(description = ".npy file, or several separated by commas in the model's order.")
    private String input = "";

    @Parameter(
            description =
                    ".npy file to write, or several separated by commas in the model's order.")
    private String output = "";

    @Parameter(description = "Signature of a SavedModel; empty: the usual one.", required = false)
    private String signature = "";

    @Parameter(description = "auto, cpu, gpu:0, gpu:1 and so on.", required = false)
    private String device = "auto";

    @Parameter(
            description = "Run it even if its graph can read or write files or start programs.",
            required = false)
    private boolean trust;

    @Parameter(type = ItemIO.OUTPUT)
    private int failed;

    @Override
    public void run() {
        failed = CommandRun.of(this, log).run(this::predict);
    }

    private int predict() {
        List<Path> from = paths("input", input);
        List<Path> to = paths("output", output);
        if (model.isBlank())
            throw new RefusedException("model", "it is missing", "give model=<path of a model>");
        Device where = Device.parse(device);
        NetworkEngine engine = Engines.get();
        try (ModelBundle bundle = Models.open(Path.of(model), engine)) {
            String key = signature.isBlank() ? bundle.signature().orElse("") : signature;
            NetworkOptions options =
                    NetworkOptions.DEFAULT.withSignature(key).withDevice(where).withTrust(trust);
            try (Network network = engine.open(bundle.savedModel(), options)) {
                Order order = signature.isBlank() ? Order.of(bundle) : Order.of(network);
                order.check(from.size(), to.size());
                Map<String, Tensor> tensors = new LinkedHashMap<>();
                for (int i = 0; i < from.size(); i++) {
                    tensors.put(order.inputs().get(i), Npy.read(from.get(i)));
                }
                Map<String, Tensor> results = network.run(tensors);
                for (int i = 0; i < to.size(); i++)
                    write(to.get(i), results.get(order.outputs().get(i)));
            }
        }
        return 0;
    }

    private static void write(Path file, Tensor tensor) {
        try {
            Npy.write(file, tensor);
        } catch (IOException e) {
            throw new RefusedException(
                    file,
                    "it cannot be written (" + e.getMessage() + ")",
                    "choose another output",
                    e);
        }
    }

    private static List<Path> paths(String key, String text) {
        if (text.isBlank())
            throw new RefusedException(key, "it is missing", "give " + key + "=<file>.npy");
        return Stream.of(text.split(",")).map(String::strip).map(Path::of).toList();
    }

    /** The names of a network's tensors in the order in which its author lists them. */
    private record Order(String model, List<String> inputs, List<String> outputs) {

        static Order of(ModelBundle bundle) {
            return new Order(
                    bundle.name(),
                    bundle.inputs().stream().map(i -> i.name()).toList(),
                    bundle.outputs().stream().map(o -> o.name()).toList());
        }

        static Order of(Network network) {
            return new Order(
                    "the signature",
                    network.inputs().stream().map(i -> i.name()).toList(),
                    network.outputs().stream().map(o -> o.name()).toList());
        }

        void check(int given, int wanted) {
            if (given != inputs.size()) throw wrong("input", given, inputs);
            if (wanted != outputs.size()) throw wrong("output", wanted, outputs);
        }

        private RefusedException wrong(String key, int files, List<String> names) {
            return new RefusedException(
                    model,
                    "it has "
                            + names.size()
                            + " "
                            + key
                            + (names.size() == 1 ? "" : "s")
                            + " but "
                            + files
                            + (files == 1 ? " file was" : " files were")
                            + " given",
                    "give "
                            + key
                            + "="
                            + names.stream().map(n -> n + ".npy").collect(Collectors.joining(","))
                            + " in this order");
        }
    }
}
