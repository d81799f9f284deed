// Classify_Folder.groovy
//
// Gives every image in a folder a probability per class and then counts the predictions: a start
// for a script of your own. In Fiji: File > New > Script..., or Templates > Coverslip there.
// Without a display:
//     fiji --headless --run Classify_Folder.groovy 'input="xrays",model="pneumonia",output="results"'
// Fiji asks for each line that begins with #@ and does not ask for what stands on the command line.

#@ File (label = "Folder with images", style = "directory", persist = false) input
#@ File (label = "Network (bundle folder)", style = "directory") model
#@ File (label = "Folder for the results", style = "directory", persist = false) output
#@ CommandService commands

import org.coverslip.report.Table

// Every command is reachable so; its inputs have the names that macros use.
def run = commands.run("org.coverslip.plugins.ClassifyCommand", true,
        "input", input.path, "model", model.path, "output", output.path,
        "region", "tissue", "overlap", 0.0d, "spacing", 0.0d, "batch", 0, "device", "auto",
        "show", true).get()
if (run.isCanceled()) {
    println run.getCancelReason()
    return
}

// summary.csv has one row per image: its name, size, prediction and the probability of every class.
def summary = Table.read(new File(output, "summary.csv").toPath())
def prediction = summary.columns().indexOf("prediction")
summary.rows().countBy { it[prediction] }.sort().each { label, images ->
    println "$label: $images images"
}
println "${run.getOutput('failed')} images failed"
