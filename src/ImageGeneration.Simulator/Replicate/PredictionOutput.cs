using System.Text.Json;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Outputs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Writes what a prediction or a training made: one link, a list of links, pieces of text, or a version and its weights.</summary>
internal sealed class PredictionOutput(ReplicateSimulatorOptions options, OutputLinks links, JobImages images)
{
    private static readonly string[] Verse =
    [
        "\n\n", "Simulated", " words", ",\n", "piece", " by", " piece", " across", " the", " wire", ":\n", "nobody", " thought", " them",
        ".", "",
    ];

    /// <param name="json">Where to.</param>
    /// <param name="job">The job.</param>
    /// <param name="most">The most items to write; null for all.</param>
    public void Write(Utf8JsonWriter json, SimulatedJob job, int? most)
    {
        if (job.Training is { } training)
        {
            json.WriteStartObject();
            json.WriteString("version", $"{training.Destination}:{training.Version}");
            json.WriteString("weights", links.WeightsOf(job));
            json.WriteEndObject();
        }
        else if (Items(job).Take(most ?? int.MaxValue) is var items && IsOne(job))
        {
            json.WriteStringValue(items.FirstOrDefault());
        }
        else
        {
            json.WriteStartArray();
            foreach (var item in items)
            {
                json.WriteStringValue(item);
            }

            json.WriteEndArray();
        }
    }

    /// <summary>The links, data URIs or pieces of text that a job has made.</summary>
    public IEnumerable<string> Items(SimulatedJob job) =>
        job.Model is ReplicateModel { Output: ReplicateOutput.Text }
            ? Verse
            : Enumerable.Range(0, job.Plan.Images).Select(index => Image(job, index));

    private static bool IsOne(SimulatedJob job) => job.Model is ReplicateModel { Output: ReplicateOutput.Image };

    private string Image(SimulatedJob job, int index) => options.OutputsAsDataUris ? images.DataUri(job, index) : links.Of(job, index);
}
