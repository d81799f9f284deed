package org.coverslip.plugins;

import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.network.Engines;
import org.coverslip.network.NetworkEngine;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Says what a model is, takes and gives, what is not known of it, and whether it is safe to run.
 */
@Plugin(
        type = Command.class,
        name = "model-info",
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Coverslip"),
            @Menu(label = "Coverslip Model Info...", weight = 91)
        },
        headless = true,
        description =
                "Shows a model's inputs, outputs, labels, signatures, missing facts and dangerous operations.")
public final class ModelInfoCommand extends ContextCommand {

    @Parameter private LogService log;

    @Parameter(
            label = "Model",
            description = "Path of a model: folder, zip or file.",
            style = "both")
    private String model = "";

    @Parameter(type = ItemIO.OUTPUT, label = "Model")
    private String info;

    @Parameter(type = ItemIO.OUTPUT)
    private int failed;

    @Override
    public void run() {
        failed = CommandRun.of(this, log).run(this::describe);
    }

    private int describe() {
        InputCheck.check(this);
        NetworkEngine engine = Engines.get();
        try (ModelBundle bundle = Models.open(OpenModel.path(model), engine)) {
            info = ModelDescription.of(bundle, engine.describe(bundle.savedModel()));
        }
        ij.IJ.log(info);
        return 0;
    }
}
