package org.coverslip.dialog;

import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.plugin.Plugin;

/**
 * Keeps SciJava from showing the outputs of Coverslip's commands: the commands show their results
 * themselves, in ImageJ's windows, and the count of failed images is for scripts.
 *
 * <p>NB: without this, Fiji opens a table with the number 0 after each run that went well.
 */
@Plugin(type = PostprocessorPlugin.class, priority = Priority.VERY_HIGH)
public final class OwnResults extends AbstractPostprocessorPlugin {

    @Override
    public void process(Module module) {
        if (!OwnCommands.contain(module)) return;
        for (ModuleItem<?> output : module.getInfo().outputs()) {
            module.resolveOutput(output.getName());
        }
    }
}
