package org.coverslip.dialog;

import ij.Macro;
import ij.macro.Interpreter;
import java.util.List;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleRunner;
import org.scijava.module.ModuleService;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.PluginService;

/**
 * Runs a command as Fiji does for a macro: with all of SciJava's processors, on a thread that holds
 * the macro's options, while ImageJ's interpreter is at work.
 */
public final class FijiMacro {

    private static String command;
    private static String options;
    private static Context context;
    private static Module module;

    private FijiMacro() {}

    static synchronized Module run(Context in, String word, String keys) {
        context = in;
        command = word;
        options = keys;
        Thread thread = Thread.currentThread();
        String name = thread.getName();
        thread.setName("Run$_" + name);
        try {
            Interpreter interpreter = new Interpreter();
            interpreter.run("call('org.coverslip.dialog.FijiMacro.step');", "");
            return module;
        } finally {
            thread.setName(name);
        }
    }

    /** Called by the macro. */
    public static void step() {
        var info =
                context.service(CommandService.class).getCommands().stream()
                        .filter(c -> c.getName() != null && c.getName().equals(command))
                        .findFirst()
                        .orElseThrow();
        PluginService plugins = context.service(PluginService.class);
        List<PreprocessorPlugin> before = plugins.createInstancesOfType(PreprocessorPlugin.class);
        List<PostprocessorPlugin> after = plugins.createInstancesOfType(PostprocessorPlugin.class);
        module = context.service(ModuleService.class).createModule(info);
        Macro.setOptions(options);
        try {
            new ModuleRunner(context, module, before, after).run();
        } finally {
            Macro.setOptions(null);
        }
    }
}
