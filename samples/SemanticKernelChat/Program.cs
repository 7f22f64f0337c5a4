// Semantic Kernel over a model in this process: depth in the settings of a call, of a prompt and of a service.
//   dotnet run -c Release --project samples/SemanticKernelChat [-- MODEL_FOLDER]
using AdaptiveProvider;
using AdaptiveProvider.SemanticKernel;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

string? folder = args is [var named, ..] ? named : null;

var builder = Kernel.CreateBuilder();
builder.AddAdaptiveChatClient(folder, serviceId: "full");
builder.AddAdaptiveChatClient(folder, options => options.DefaultDepthBudget = 0.5, serviceId: "fast");
var kernel = builder.Build();

var settings = new AdaptivePromptExecutionSettings { ServiceId = "full", Temperature = 0, MaxTokens = 60, DepthBudget = 0.75 };
var result = await kernel.InvokePromptAsync("Tell me a short story about a {{$animal}}.", new KernelArguments(settings) { ["animal"] = "cat" });
Write("a call's settings", result);

var prompt = PromptTemplateConfig.FromJson("""
    {
      "name": "tell",
      "template": "Tell me a short story about a {{$animal}}.",
      "execution_settings": {
        "fast": { "temperature": 0, "max_tokens": 60 },
        "full": { "temperature": 0, "max_tokens": 60, "adaptive.max_depth": 0.8 }
      }
    }
    """);
Write("a prompt's settings", await kernel.InvokeAsync(KernelFunctionFactory.CreateFromPrompt(prompt), new KernelArguments { ["animal"] = "dog" }));

// The container of a kernel that was built alone is the application's to end, and the model with it.
await ((IAsyncDisposable)kernel.Services).DisposeAsync();

static void Write(string title, FunctionResult result)
{
    var response = result.GetValue<ChatResponse>()!;
    Console.WriteLine($"{title}: {response.Text.ReplaceLineEndings(" ")}\n  [{response.Usage?.AdditionalCounts?[AdaptiveReportKeys.LayersExecuted]} layers for {response.Usage?.OutputTokenCount} tokens]");
}
