using ImageGeneration.Simulator;
using ImageGeneration.Simulator.Faults;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class FaultDocumentTests
{
    [Fact]
    public async Task Script_OfAnswersAndJobs_GoesByRequests()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        var rule = harness.Simulator.Faults.Add(new FaultRule
        {
            Phase = RequestPhase.Create,
            Effect = FaultEffect.Script(FaultEffect.Status(503), null, FaultEffect.JobFails("no"), FaultEffect.RateLimited(3)),
        });

        var answers = new List<Answer>();
        for (var i = 0; i < 5; i++)
        {
            answers.Add(await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput));
        }

        Assert.Equal([503, 201, 201, 429, 201], answers.Select(answer => (int)answer.Status));
        Assert.Equal(
            [SimulatedJobState.Succeeded, SimulatedJobState.Failed, SimulatedJobState.Succeeded],
            harness.Journal.Jobs.Select(job => job.State));
        Assert.Contains(rule, harness.Simulator.Faults.Rules);
        Assert.Equal(4, harness.Simulator.Faults.TriggerCount(rule));
        Assert.Throws<ArgumentException>(() => FaultEffect.Script(FaultEffect.Script()));
    }

    [Fact]
    public async Task File_ReadAtTheStart_HoldsRulesForRouteAndPhase()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """
            { "faults": [
              // the second create loses its answer
              { "provider": "replicate", "phase": "create", "skip": 1, "times": 1, "effect": "lostAnswer" },
              {
                "path": "/hardware",
                "effect": { "kind": "status", "status": 502, "body": "<", "contentType": "text/html", "headers": { "Retry-After": "3" } }
              },
              { "phase": "poll", "script": [ "pass", { "kind": "rateLimited", "seconds": 7, "hint": "headerDate" }, null ] },
            ] }
            """);
        try
        {
            await using var harness = await SimulatorHarness.StartAsync(options => options.FaultFile = file);

            var id = await harness.CreateAsync();
            await Assert.ThrowsAsync<HttpRequestException>(() => harness.CreateAsync());
            var hardware = await harness.GetAsync("/v1/hardware");
            Answer[] polls = [await harness.PollAsync(id), await harness.PollAsync(id), await harness.PollAsync(id)];

            Assert.Equal(2, harness.Journal.JobsCreated);
            Assert.Equal((502, "3"), ((int)hardware.Status, hardware.Headers["Retry-After"]));
            Assert.Equal([200, 429, 200], polls.Select(answer => (int)answer.Status));
            Assert.EndsWith(" GMT", polls[1].Headers["Retry-After"], StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("nonsense", "The faults are no JSON")]
    [InlineData("[]", "The faults are no object")]
    [InlineData("""{"effect":"\ud800"}""", "The faults hold a text that is no Unicode")]
    [InlineData("""{"\ud800":"reset"}""", "The faults hold a text that is no Unicode")]
    [InlineData("""{"faults":{}}""", "faults: a list is expected.")]
    [InlineData("""{"faults":[{"effect":"reset","tims":1}]}""", "faults[0].tims: there is no such member.")]
    [InlineData("""{"faults":[{"phase":"created","effect":"reset"}]}""", "faults[0].phase: it is none of other, create, poll")]
    [InlineData("""{"effect":"resett"}""", "fault.effect: there is no effect resett; there are reset, lostAnswer")]
    [InlineData("""{"effect":{"kind":"status"}}""", "fault.effect.status: it is required.")]
    [InlineData("""{"effect":{"kind":"rateLimited","seconds":-1}}""", "fault.effect.seconds: a whole number from 0 on is expected.")]
    [InlineData("""{"effect":{"kind":"rateLimited","seconds":1,"hint":"x"}}""", "fault.effect.hint: it is none of headerAndBody, header")]
    [InlineData("""{"effect":{"kind":"slowBody","seconds":"1"}}""", "fault.effect.seconds: a number from 0 on is expected.")]
    [InlineData("""{"effect":"modal.edge"}""", "fault.effect.error: it is required.")]
    [InlineData("""{"rate":2,"effect":"reset"}""", "fault.rate: a share from 0 to 1 is expected.")]
    [InlineData("""{"effect":{"kind":"combine","effects":["reset"]}}""", "fault.effect.effects: effects on a job are expected.")]
    [InlineData("""{"effect":{"kind":"jobSteps","steps":[{"status":"x"}]}}""", "fault.effect.steps[0].seconds: it is required.")]
    [InlineData("""{"phase":"poll"}""", "fault: either an effect or a script is expected.")]
    [InlineData("""{"effect":{"kind":"status","status":99}}""", "fault.effect.status: a status from 200 to 599 is expected.")]
    [InlineData("""{"effect":{"kind":"redirect","status":6000}}""", "fault.effect.status: a status from 200 to 599 is expected.")]
    [InlineData("""{"script":["pass",{"kind":1}]}""", "fault.script[1].kind: a text is expected.")]
    public void Document_ThatIsWrong_IsRefusedWithThePlace(string json, string message)
    {
        var exception = Assert.Throws<FormatException>(() => FaultDocument.Read(json));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Effects
    {
        get
        {
            var parameters = new Dictionary<string, string>
            {
                ["status"] = "\"status\":500,\"afterAccept\":true",
                ["rateLimited"] = "\"seconds\":1",
                ["slowBody"] = "\"seconds\":0.5",
                ["slowAnswer"] = "\"seconds\":0.5",
                ["jobRunsFor"] = "\"seconds\":1.5",
                ["jobWaitsFor"] = "\"seconds\":1.5",
                ["wrongContentType"] = "\"contentType\":\"text/html\"",
                ["redirect"] = "\"location\":\"/x\"",
                ["jobFails"] = "\"error\":\"no\"",
                ["fewerImages"] = "\"count\":1",
                ["unknownStatus"] = "\"word\":\"booting\"",
                ["jobSteps"] = "\"steps\":[{\"status\":\"starting\",\"seconds\":1}]",
                ["combine"] = "\"effects\":[\"flagged\",{\"kind\":\"jobRunsFor\",\"seconds\":1}]",
                ["replicate.error"] = "\"error\":{}",
                ["runPod.failedEnvelope"] = "\"error\":\"no\"",
                ["replicate.problem"] = "\"problem\":\"expiredToken\"",
                ["replicate.lowCredit"] = "\"seconds\":7",
                ["replicate.noPaymentMethod"] = "\"seconds\":7,\"hint\":\"text\"",
                ["replicate.partialSyncOutput"] = "\"images\":1",
                ["runPod.handlerException"] = "\"message\":\"no\"",
                ["runPod.error"] = "\"error\":[\"no\"],\"output\":{}",
                ["runPod.completedWithError"] = "\"message\":\"no\"",
                ["runPod.output"] = "\"output\":null",
                ["runPod.progress"] = "\"output\":1",
                ["modal.edge"] = "\"error\":\"spendLimit\"",
                ["modal.callFails"] = "\"error\":\"terminated\"",
                ["modal.hops"] = "\"hops\":2,\"location\":\"crossOrigin\"",
            };
            var data = new TheoryData<string, string>();
            foreach (var name in FaultEffects.Names)
            {
                data.Add(name, parameters.TryGetValue(name, out var with) ? $$"""{"kind":"{{name}}",{{with}}}""" : $"\"{name}\"");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Effects))]
    public void Effect_OfEachName_CanBeWritten(string name, string json)
    {
        var rule = Assert.Single(FaultDocument.Read($$"""{"effect":{{json}}}"""));

        Assert.Equal(name, rule.Effect.Name);
    }
}
