// Explain_Folder.ijm
//
// Which findings does this network tell apart on my X-rays, and where does it look for them?
// Gives every image in a folder a probability per class, holds them against a table of truths, and
// shows for the (up to) four classes that it tells best where the evidence lies (Grad-CAM):
//     classified/summary.csv   one row per image: the probability of every class
//     auc.csv                  area under the ROC curve of every class with its 95 % interval
//     gallery.png              picture, heat map, overlay
//     explanations.csv         where the heat lies: peak, centre of mass, part inside the body
//     <image>/overlay-<class>.png, heatmap.tif (0 to 1), heatmap-raw.tif
//
// The truth is a CSV table: the image's name first (with its folder, as in summary.csv), then either
// a column "label" or, where an image may show several findings, a column of 0 and 1 for each.
//
// By hand:    Plugins > Macros > Run..., choose this file, then the folder, the truth, the network.
// Unattended: pass the four paths as the argument, separated by commas:
//     java -jar coverslip.jar macro file=Explain_Folder.ijm argument=xrays,truth.csv,pneumonia,results
//     ImageJ --headless -macro Explain_Folder.ijm xrays,truth.csv,pneumonia,results

argument = getArgument();
if (argument != "") {
    parts = split(argument, ",");
    if (parts.length != 4) exit("Give four paths: images,truth,network,results");
    input = parts[0];
    truth = parts[1];
    model = parts[2];
    output = parts[3];
} else {
    input = getDirectory("Folder with images");
    truth = File.openDialog("Table of truths (CSV)");
    model = getDirectory("Network (bundle folder)");
    output = getDirectory("Folder for the results");
}
classified = output + File.separator + "classified";

run("Coverslip Classify...", "input=[" + input + "] model=[" + model + "] output=[" + classified + "]");
run("Coverslip Evaluate...", "predictions=[" + classified + File.separator + "summary.csv] truth=[" + truth + "] output=[" + output + "]");

// The Results table now has a row per class, the best told one first; none where the log says what is wrong.
best = "";
for (i = 0; i < nResults; i++) {
    name = getResultString("label", i);
    print(name + ": AUC " + getResultString("auc", i) + " (" + getResultString("auc_low", i) + " to " + getResultString("auc_high", i) + ")");
    if (i < 4) {
        if (best != "") best = best + ",";
        best = best + name;
    }
}

if (nResults > 0) {
    run("Coverslip Explain...", "input=[" + input + "] model=[" + model + "] output=[" + output + "] label=[" + best + "] method=gradcam");
    print(nResults + " explanations, pictures: " + output + File.separator + "gallery.png");
}
