using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageGeneration.IntegrationTests.Simulator;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Contract;

/// <summary>The simulator has what Replicate's document has, all of it and nothing else; each answer and each refusal is checked.</summary>
public sealed class ReplicateCoverageTests
{
    [ContractFact]
    public async Task Operations_OfTheDocument_AreEachServedAsDocumented()
    {
        var steps = await GoAsync();

        foreach (var step in steps)
        {
            Assert.True((int)step.Answer.Status < 300, $"{step.Method} {step.Path}: {step.Answer.Status} {step.Answer.Body}");
            Assert.Equal([], Check(step, step.Answer.Body) ?? ["not documented"]);
        }

        Assert.Equal(ReplicateContract.Operations.Keys.Order(), steps.Select(Name).Distinct().Order());
    }

    // Of the search's 500 the simulator has no cause; a fault gives it the body of every other 500.
    [ContractFact]
    public async Task Statuses_OfTheDocument_AreEachSeenAndAsDocumented()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Replicate.FileLimit = 10);
        var steps = (await new ReplicateTour(harness).GoAsync()).ToList();
        harness.Simulator.Faults.Add(new FaultRule { Effect = FaultEffect.StuckInQueue });
        await harness.PostAsync("/v1/deployments", ReplicateTour.Deployment);
        foreach (var path in (string[])[SimulatorHarness.Schnell, "/v1/predictions", "/v1/deployments/acme/pictures/predictions"])
        {
            var body = path == "/v1/predictions" ? ReplicateTour.SdxlBody : SimulatorHarness.FluxInput;
            var waiting = harness.PostAsync(path, body, headers: ("Prefer", "wait=1"));
            await harness.UntilItWaitsAsync();
            harness.Clock.Advance(TimeSpan.FromSeconds(1));
            steps.Add(new TourStep(HttpMethod.Post, path, body, await waiting));
        }

        await harness.PostAsync("/v1/models", ReplicateTour.FoxModel);
        foreach (var (method, path) in ((string, string)[])[
            ("GET", "/v1/models/acme/fox/readme"), ("GET", "/v1/search"), ("GET", "/v1/files/unknown"), ("DELETE", "/v1/files/unknown"),
            ("GET", "/v1/files/unknown/download")])
        {
            steps.Add(new TourStep(new(method), path, null, await harness.SendAsync(new(method), path, null, "Bearer test-key")));
        }

        steps.Add(new TourStep(HttpMethod.Post, "/v1/files", null, await ReplicateTour.UploadAsync(harness, "much too long")));

        Assert.All(steps, step => Assert.Equal([], Check(step, step.Answer.Body) ?? ["not documented"]));
        Assert.Equal(
            ReplicateContract.Operations
                .SelectMany(pair => pair.Value, (pair, status) => $"{pair.Key} {status}").Except(["GET /search 500"]).Order(),
            steps.Select(step => $"{Name(step)} {(int)step.Answer.Status}").Distinct().Order());
    }

    [ContractFact]
    public async Task Routes_OfTheSimulator_AreEachInTheDocument()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var names = harness.Simulator.ReplicateRoutes
            .Select(route => ReplicateContract.NameOf(route.Method, route.Pattern) ?? route.Pattern);

        Assert.Equal(ReplicateContract.Operations.Keys.Order(), names.Order());
    }

    // A check that lets anything pass would be none: each declared member of each answer, of another type or missing, is found out.
    [ContractFact]
    public async Task Answers_WithOneMemberBroken_AreEachFoundOut()
    {
        var broken = 0;
        foreach (var step in await GoAsync())
        {
            foreach (var body in Broken(step.Answer))
            {
                broken++;
                Assert.True(Check(step, body) is { Count: > 0 }, $"{step.Method} {step.Path} lets this pass: {body}");
            }
        }

        Assert.True(broken > 200, $"{broken} only");
    }

    [ContractFact]
    public async Task Refusals_OfEachOperation_AreProblems()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.ApiKeys.Add("test-key"));
        var fault = new FaultRule { Effect = FaultEffect.Script() };
        foreach (var step in await new ReplicateTour(harness).GoAsync())
        {
            if (!step.Path.Contains("/download", StringComparison.Ordinal) && !step.Path.StartsWith("/v1/search", StringComparison.Ordinal))
            {
                AssertProblem(401, await harness.SendAsync(step.Method, step.Path, step.Body, key: null));
                AssertProblem(401, await harness.SendAsync(step.Method, step.Path, step.Body, "Bearer other"));
            }

            foreach (var (status, effect) in Faults)
            {
                harness.Simulator.Faults.Remove(fault);
                fault = harness.Simulator.Faults.Add(new FaultRule { Effect = effect });
                AssertProblem(status, await harness.SendAsync(step.Method, step.Path, step.Body, "Bearer test-key"));
            }

            harness.Simulator.Faults.Clear();
        }
    }

    [ContractFact]
    public async Task Requests_ThatAreWrong_GetProblems()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var captured = 0;
        foreach (var route in harness.Simulator.ReplicateRoutes)
        {
            var path = route.Pattern.Replace("{", "un", StringComparison.Ordinal).Replace("}", "known", StringComparison.Ordinal);
            if (path != route.Pattern)
            {
                captured++;
                var answer = await harness.SendAsync(new HttpMethod(route.Method), path, body: "{}", "Bearer test-key");
                AssertProblem(404, answer, mayBeEmpty: path.EndsWith("/readme", StringComparison.Ordinal));
            }
            else if (route.Method == "POST")
            {
                AssertProblem(422, await harness.SendAsync(HttpMethod.Post, path, "{}", "Bearer test-key"));
            }
        }

        Assert.Equal(ReplicateContract.Operations.Keys.Count(name => name.Contains('{', StringComparison.Ordinal)), captured);
    }

    private static (int Status, FaultEffect Effect)[] Faults =>
    [
        (402, FaultEffect.Status(402)), (404, FaultEffect.Status(404)), (413, FaultEffect.Status(413)), (422, FaultEffect.Status(422)),
        (422, ReplicateFaults.Problem(ReplicateProblem.InvalidInput)), (429, FaultEffect.RateLimited(7)),
        (429, ReplicateFaults.LowCredit(7)), (500, FaultEffect.Status(500)),
    ];

    private static async Task<IReadOnlyList<TourStep>> GoAsync()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        return await new ReplicateTour(harness).GoAsync();
    }

    private static string? Name(TourStep step) => ReplicateContract.NameOf(step.Method.Method, step.Path);

    private static IReadOnlyList<string>? Check(TourStep step, string body) => ReplicateContract.Check(
        step.Method.Method, step.Path, (int)step.Answer.Status, step.Answer.Headers.GetValueOrDefault("Content-Type"), body);

    // An error's media type, and the members that reference and document give it.
    private static void AssertProblem(int status, Answer answer, bool mayBeEmpty = false)
    {
        Assert.Equal(status, (int)answer.Status);
        if (mayBeEmpty && answer.Body.Length == 0)
        {
            return;
        }

        Assert.StartsWith("application/problem+json", answer.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.NotEqual("", answer["detail"].GetString());
        foreach (var member in answer.Json.EnumerateObject())
        {
            var right = member.Name switch
            {
                "detail" or "title" => member.Value.ValueKind == JsonValueKind.String,
                "status" => member.Value.GetInt32() == status,
                "retry_after" => status == (int)HttpStatusCode.TooManyRequests && member.Value.GetInt32() > 0,
                "invalid_fields" => status == 422 && member.Value.EnumerateArray().All(IsComplaint),
                _ => false,
            };
            Assert.True(right, $"{member.Name} in {answer.Body}");
        }
    }

    private static bool IsComplaint(JsonElement complaint) =>
        complaint.EnumerateObject().Select(member => member.Name).SequenceEqual(["type", "field", "description"])
        && complaint.EnumerateObject().All(member => member.Value.ValueKind == JsonValueKind.String);

    // The answer with each member of its own, or of the first result, in a type that fits nothing; and with one more.
    private static IEnumerable<string> Broken(Answer answer)
    {
        if (!answer.Headers.GetValueOrDefault("Content-Type", "").Contains("json", StringComparison.Ordinal))
        {
            yield break;
        }

        foreach (var find in (Func<JsonNode, JsonNode?>[])[root => root, First])
        {
            if (find(JsonNode.Parse(answer.Body)!) is not JsonObject members)
            {
                continue;
            }

            var names = members.Select(member => member.Key).ToList();
            foreach (var name in names.Except(ReplicateContract.LeftOut).Except(["output"]).Append("surplus"))
            {
                var root = JsonNode.Parse(answer.Body)!;
                find(root)!.AsObject()[name] = new JsonArray(new JsonArray());
                yield return root.ToJsonString();
            }
        }
    }

    private static JsonNode? First(JsonNode root) => root switch
    {
        JsonArray { Count: > 0 } list => list[0],
        JsonObject page when page["results"] is JsonArray { Count: > 0 } results => results[0],
        JsonObject deployment when deployment["current_release"] is JsonObject release => release,
        _ => null,
    };
}
