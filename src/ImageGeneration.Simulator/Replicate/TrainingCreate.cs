using System.Text.Json;
using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary><c>POST /models/{owner}/{name}/versions/{version}/trainings</c>.</summary>
internal sealed class TrainingCreate(
    ReplicateSimulatorOptions options, JobScheduler scheduler, ReplicateCatalog catalog, PredictionJson json, PredictionWebhooks webhooks)
{
    private const long DefaultSteps = 1000;

    // What a thousand steps of a FLUX fine-tune take on an H100.
    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(120);

    public ApiReply Create(ApiRequest request)
    {
        var trainer = catalog.Find($"{request.Segment("owner")}/{request.Segment("name")}");
        var version = trainer?.Versions.FirstOrDefault(candidate => candidate.Id == request.Segment("version"));
        if (version is null || trainer!.TrainingInputs is not { } inputs)
        {
            return ReplicateProblems.NotFound();
        }

        if (CreateBody.Read(request, "destination", out var body) is { } refusal)
        {
            return refusal;
        }

        var destination = body.GetProperty("destination").GetString()!;
        if (!catalog.IsOwn(destination))
        {
            return ReplicateProblems.NoDestination();
        }

        var input = body.GetProperty("input");
        if (InputValidator.Check(input, inputs) is { Count: > 0 } complaints)
        {
            return ReplicateProblems.InvalidInput(complaints);
        }

        var job = scheduler.Accept(Order(request, trainer, version.Id, destination, body));
        webhooks.Follow(job, request.Origin);
        return ApiReply.Json(201, json.Create(job, PredictionView.Created, scheduler.Now, request.Origin));
    }

    private JobRequest Order(ApiRequest request, ReplicateModel trainer, string version, string destination, JsonElement body)
    {
        var input = body.GetProperty("input");
        var model = trainer with
        {
            Inputs = trainer.TrainingInputs!,
            TrainedInputs = trainer.TrainedInputs ?? trainer.Inputs,
            RunTime = Steps(input) * StepTime,
            DefaultSteps = 0,
            Price = ReplicateModels.H100,
        };
        return new JobRequest
        {
            Provider = SimulatedProvider.Replicate,
            Id = scheduler.Random.Word(PredictionCreate.IdAlphabet, 26),
            Model = model,
            Target = model.Id,
            Version = version,
            Order = ImageOrder.Read(input, model) with { Count = 0 },
            Input = input.ToUtf8(),
            Request = request.Record,
            Retention = options.Retention,
            OutputRetention = options.Retention,
            Webhook = CreateBody.Webhook(body),
            Training = new TrainingOrder(destination, scheduler.Random.Word("0123456789abcdef", 64)),
            Refusal = input.TryGetProperty("input_images", out _)
                ? null
                : new JobRefusal("input_images must be provided", IsJson: false, TimeSpan.FromSeconds(3)),
        };
    }

    private static long Steps(JsonElement input)
    {
        foreach (var name in (string[])["steps", "max_train_steps"])
        {
            if (input.TryGetProperty(name, out var value) && value.TryGetInt64(out var steps))
            {
                return steps;
            }
        }

        return DefaultSteps;
    }
}
