package org.coverslip.updatesite;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import org.scijava.Context;
import org.scijava.SciJava;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;

/**
 * What net.imagej.Main does in Fiji: prepares ImageJ's classes, then hands the arguments to
 * SciJava. With the one argument {@code list-menu} it prints which commands SciJava knows and which
 * of them ImageJ's menus list.
 */
public final class FijiMain {

    private FijiMain() {}

    public static void main(String[] args) throws Exception {
        // NB: before any class of ImageJ is loaded; by name, since only the profile fiji has it.
        Class.forName("net.imagej.patcher.LegacyInjector").getMethod("preinit").invoke(null);
        if (args.length == 1 && args[0].equals("list-menu")) AfterPatching.list();
        else new SciJava().launch(args);
    }

    private static final class AfterPatching {

        static void list() throws Exception {
            try (Context context = new Context()) {
                Method menus = Class.forName("ij.Menus").getMethod("getCommands");
                Map<Object, Object> listed = new TreeMap<>((Map<?, ?>) menus.invoke(null));
                listed.forEach(
                        (leaf, command) -> System.out.println("menu " + leaf + "=" + command));
                for (CommandInfo info : context.service(CommandService.class).getCommands())
                    if (info.getClassName().startsWith("org.coverslip.")
                            && !info.getMenuPath().isEmpty())
                        System.out.println(
                                "command "
                                        + info.getMenuPath().getLeaf().getName()
                                        + "=command:"
                                        + info.getClassName());
            }
            System.exit(0);
        }
    }
}
