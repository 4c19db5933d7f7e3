using System.Globalization;
using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Outputs;

namespace ImageGeneration.Simulator.Modal;

/// <summary>The answer of a call that is over: the image itself, JSON with images, or an error.</summary>
internal sealed class ModalResult(ModalSimulatorOptions options, JobImages images)
{
    public ApiReply Create(SimulatedJob job, DateTimeOffset now) => job.State(now) switch
    {
        SimulatedJobState.Succeeded when options.ReplyAsJson || job.Plan.Images > 1 => Json(job),
        SimulatedJobState.Succeeded => Bytes(job),
        SimulatedJobState.Failed => ModalErrors.Failed(job.Timeline.Error),
        _ => ModalErrors.For(ModalEdgeError.Terminated),
    };

    private ApiReply Bytes(SimulatedJob job)
    {
        if (job.Plan.Images == 0)
        {
            return new ApiReply { Status = 200, ContentType = "image/png" };
        }

        var image = images.Render(job, 0);
        return new ApiReply { Status = 200, ContentType = image.MediaType, Body = image.Bytes }
            .With("X-Seed", job.Seed.ToString(CultureInfo.InvariantCulture))
            .With("X-Width", job.Order.Width.ToString(CultureInfo.InvariantCulture))
            .With("X-Height", job.Order.Height.ToString(CultureInfo.InvariantCulture));
    }

    private ApiReply Json(SimulatedJob job) => ApiReply.Json(200, new JsonObject
    {
        ["images"] = Enumerable.Range(0, job.Plan.Images).Select(index => Image(job, index)).ToJsonArray(),
        ["seed"] = job.Seed,
    });

    private JsonObject Image(SimulatedJob job, int index)
    {
        var image = images.Render(job, index);
        return new()
        {
            ["image"] = Convert.ToBase64String(image.Bytes.Span),
            ["media_type"] = image.MediaType,
            ["seed"] = job.Seed + index,
        };
    }
}
