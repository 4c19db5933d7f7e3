using System.Text.Json;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Outputs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Writes what a prediction or a training made: one link, a list of links, or a version and its weights.</summary>
internal sealed class PredictionOutput(ReplicateSimulatorOptions options, OutputLinks links, JobImages images)
{
    public void Write(Utf8JsonWriter json, SimulatedJob job, int count)
    {
        if (job.Training is { } training)
        {
            json.WriteStartObject();
            json.WriteString("version", $"{training.Destination}:{training.Version}");
            json.WriteString("weights", links.WeightsOf(job));
            json.WriteEndObject();
        }
        else if (job.Model is ReplicateModel { SingleOutput: true })
        {
            json.WriteStringValue(count > 0 ? Image(job, 0) : null);
        }
        else
        {
            json.WriteStartArray();
            for (var index = 0; index < count; index++)
            {
                json.WriteStringValue(Image(job, index));
            }

            json.WriteEndArray();
        }
    }

    private string Image(SimulatedJob job, int index) => options.OutputsAsDataUris ? images.DataUri(job, index) : links.Of(job, index);
}
