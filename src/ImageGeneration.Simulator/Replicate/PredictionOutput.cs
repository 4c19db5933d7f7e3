using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Outputs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Creates the output of a prediction or a training: one link, a list of links, pieces of text, or a version and its
/// weights.</summary>
internal sealed class PredictionOutput(ReplicateSimulatorOptions options, OutputLinks links, JobImages images)
{
    private static readonly string[] Verse =
    [
        "\n\n", "Simulated", " words", ",\n", "piece", " by", " piece", " across", " the", " wire", ":\n", "nobody", " thought", " them",
        ".", "",
    ];

    /// <param name="job">The job.</param>
    /// <param name="max">The largest number of items; null for all.</param>
    public JsonNode? Create(SimulatedJob job, int? max)
    {
        if (job.Training is { } training)
        {
            return new JsonObject
            {
                ["version"] = $"{training.Destination}:{training.Version}",
                ["weights"] = links.WeightsOf(job),
            };
        }

        var items = Items(job).Take(max ?? int.MaxValue);
        return job.Model is ReplicateModel { Output: ReplicateOutput.Image } ? items.FirstOrDefault() : items.ToJsonArray();
    }

    /// <summary>The links, data URIs or pieces of text that a job has made.</summary>
    public IEnumerable<string> Items(SimulatedJob job) =>
        job.Model is ReplicateModel { Output: ReplicateOutput.Text }
            ? Verse
            : Enumerable.Range(0, job.Plan.Images).Select(index => Image(job, index));

    private string Image(SimulatedJob job, int index) => options.OutputsAsDataUris ? images.DataUri(job, index) : links.ImageOf(job, index);
}
